// Threats to databases: made public, exported, or deleted with their backups. Part of the pack `threats`; pure data.

import { type CatalogueRule, type Technique, when } from '../catalogue-rule.ts';
import { namesForeignAccount } from './policies.ts';

const RDS = 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_';

const TRANSFER: Technique = { id: 'T1537', name: 'Transfer Data to Cloud Account' };

export const DATABASE_THREATS: readonly CatalogueRule[] = [
  {
    name: 'database-made-public',
    expression: `((eventSource == "rds.amazonaws.com" and eventName in (
            "ModifyDBInstance", "ModifyDBCluster", "CreateDBInstance", "CreateDBCluster", "CreateDBInstanceReadReplica",
            "CreateDBShardGroup", "RestoreDBInstanceFromDBSnapshot", "RestoreDBInstanceFromS3",
            "RestoreDBInstanceToPointInTime", "RestoreDBClusterFromSnapshot", "RestoreDBClusterToPointInTime"))
        or (eventSource == "redshift.amazonaws.com"
          and eventName in ("CreateCluster", "ModifyCluster", "RestoreFromClusterSnapshot"))
        or (eventSource == "redshift-serverless.amazonaws.com" and eventName in ("CreateWorkgroup", "UpdateWorkgroup")))
      and (requestParameters.publiclyAccessible in (True, "true")
        or (not startsWith(eventName, ("Modify", "Update")) and responseElements.publiclyAccessible in (True, "true")))
      and succeeded()`,
    severity: 'critical',
    description: 'A database was made publicly accessible.',
    noise: 'Low. Development databases.',
    reference: `${RDS}ModifyDBInstance.html`,
    mitre: { id: 'T1133', name: 'External Remote Services' },
  },
  {
    name: 'database-snapshot-shared',
    expression: `((eventSource == "rds.amazonaws.com"
          and eventName in ("ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute")
          and requestParameters.attributeName == "restore"
          and any(requestParameters.valuesToAdd[*], it != ""))
        or (eventSource == "redshift.amazonaws.com" and eventName == "AuthorizeSnapshotAccess"
          and requestParameters.accountWithRestoreAccess != "amazon-redshift-support"))
      and succeeded()`,
    severity: 'high',
    description: 'A database snapshot was shared with another account or made public.',
    noise: 'Low. Backups that are copied to a separate account.',
    reference: `${RDS}ModifyDBSnapshotAttribute.html`,
    mitre: TRANSFER,
  },
  {
    name: 'database-snapshot-made-public',
    expression: `eventSource == "rds.amazonaws.com"
      and eventName in ("ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute")
      and requestParameters.attributeName == "restore"
      and "all" in requestParameters.valuesToAdd[*] and succeeded()`,
    severity: 'critical',
    description: 'A database snapshot, with all of its data, was made public.',
    noise: 'None.',
    reference: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html',
    mitre: TRANSFER,
  },
  {
    name: 'database-shared-with-foreign-account',
    expression: `eventSource == "redshift.amazonaws.com" and eventName == "AuthorizeDataShare"
      and ${namesForeignAccount('requestParameters.consumerIdentifier[*]')} and succeeded()`,
    severity: 'high',
    description: 'The live data of a Redshift database was shared with another account.',
    noise: 'Low. One for each account that reads shared data.',
    reference: 'https://docs.aws.amazon.com/redshift/latest/APIReference/API_AuthorizeDataShare.html',
    mitre: TRANSFER,
  },
  {
    name: 'database-snapshot-exported',
    expression: 'eventSource == "rds.amazonaws.com" and eventName == "StartExportTask" and succeeded()',
    severity: 'high',
    description: 'An export of the content of a database to a bucket was started.',
    noise: 'Low. Analytics jobs export on a schedule.',
    reference: `${RDS}StartExportTask.html`,
    mitre: { id: 'T1530', name: 'Data from Cloud Storage' },
  },
  {
    name: 'database-backup-deleted',
    expression: `eventSource == "rds.amazonaws.com"
      and eventName in ("DeleteDBInstanceAutomatedBackup", "DeleteDBClusterAutomatedBackup") and succeeded()`,
    severity: 'critical',
    description: 'The automated backups of a database were deleted.',
    noise: 'Close to none.',
    reference: `${RDS}DeleteDBInstanceAutomatedBackup.html`,
    mitre: { id: 'T1490', name: 'Inhibit System Recovery' },
  },
  {
    name: 'database-snapshot-deleted',
    expression: `eventSource == "rds.amazonaws.com"
      and eventName in ("DeleteDBSnapshot", "DeleteDBClusterSnapshot") and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A snapshot of a database was deleted.',
    noise: 'Moderate where scripts delete old snapshots. Ignore their roles. AWS Backup is left out.',
    reference: `${RDS}DeleteDBSnapshot.html`,
    mitre: { id: 'T1490', name: 'Inhibit System Recovery' },
  },
  {
    name: 'database-activity-stream-stopped',
    expression: `eventSource == "rds.amazonaws.com" and (eventName == "StopActivityStream"
        or (eventName == "ModifyActivityStream" and requestParameters.auditPolicyState == "unlocked"))
      and succeeded()`,
    severity: 'high',
    description: 'The stream that records the activity in a database was stopped, or its policy was unlocked.',
    noise: 'Close to none.',
    reference: `${RDS}StopActivityStream.html`,
    mitre: { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' },
  },
  {
    name: 'database-deleted',
    expression: `((eventSource == "rds.amazonaws.com"
          and eventName in ("DeleteDBInstance", "DeleteDBCluster", "DeleteGlobalCluster"))
        or (eventSource == "redshift.amazonaws.com" and eventName == "DeleteCluster")
        or (eventSource == "dynamodb.amazonaws.com" and eventName == "DeleteTable" and not byAwsService()))
      and succeeded()`,
    severity: 'high',
    description: 'A database was deleted.',
    noise: 'One for each stack with a database that is deleted.',
    reference: `${RDS}DeleteDBInstance.html`,
    mitre: { id: 'T1485', name: 'Data Destruction' },
    variants: [
      when(
        'eventName == "DeleteTable"',
        'medium',
        'A table of DynamoDB was deleted. Tables of CloudFormation stacks are left out.',
      ),
    ],
  },
  {
    name: 'database-restarted',
    expression: `eventSource == "rds.amazonaws.com" and eventName in (
        "RebootDBInstance", "RebootDBCluster", "RebootDBShardGroup", "FailoverDBCluster", "FailoverGlobalCluster")
      and succeeded()`,
    severity: 'low',
    description: 'A database was rebooted or failed over, which interrupts its users.',
    noise: 'Moderate. Maintenance.',
    reference: `${RDS}RebootDBInstance.html`,
    mitre: { id: 'T1529', name: 'System Shutdown/Reboot' },
  },
  {
    name: 'database-log-downloaded',
    expression: `eventSource == "rds.amazonaws.com"
      and eventName in ("DownloadDBLogFilePortion", "DownloadCompleteDBLogFile") and succeeded()`,
    severity: 'low',
    description: 'A log file of a database was downloaded. Query logs contain data.',
    noise: 'High where logs are exported this way.',
    reference: `${RDS}DownloadDBLogFilePortion.html`,
    mitre: { id: 'T1530', name: 'Data from Cloud Storage' },
  },
  {
    name: 'database-opened-to-network',
    expression: `eventSource == "rds.amazonaws.com" and eventName == "AuthorizeDBSecurityGroupIngress"
      and succeeded()`,
    severity: 'medium',
    description: 'A network was granted access to a database by its DB security group.',
    noise: 'Close to none. Databases in a VPC do not use these groups.',
    reference: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html',
    mitre: { id: 'T1562.007', name: 'Impair Defenses: Disable or Modify Cloud Firewall' },
  },
  {
    name: 'role-given-to-database',
    expression: `((eventSource == "rds.amazonaws.com" and eventName in ("AddRoleToDBInstance", "AddRoleToDBCluster"))
        or (eventSource == "redshift.amazonaws.com" and eventName == "ModifyClusterIamRoles"
          and any(requestParameters.addIamRoles[*], it != "")))
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'A database was given a role. Its users can read buckets, write to them or invoke functions with it.',
    noise:
      'One for each database with such a role that is deployed without CloudFormation. Ignore the deployment role.',
    reference: `${RDS}AddRoleToDBInstance.html`,
    mitre: { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
  },
];
