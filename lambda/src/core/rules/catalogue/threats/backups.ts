// Threats to recovery: backups deleted, shortened, copied or opened; databases and objects no longer protected.
// Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';
import { ALLOWS_ANYONE, ALLOWS_FOREIGN_ACCOUNT } from './policies.ts';

const BACKUP = 'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_';
const RDS = 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_';
const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_';

const NO_RECOVERY: Technique = { id: 'T1490', name: 'Inhibit System Recovery' };
const TRANSFER: Technique = { id: 'T1537', name: 'Transfer Data to Cloud Account' };

// Everything, or the prefix under which CloudTrail and other services deliver their logs.
const isWhole = (prefix: string): string => `(${prefix} in ("", "*", None) or startsWith(${prefix}, "AWSLogs"))`;

// A rule without a filter, or with one that excludes nothing.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRuleFilter.html
const EXPIRES_WHOLE_BUCKET = `it.Status == "Enabled" and (it.Expiration.Days <= 7 or exists(it.Expiration.Date))
        and ${isWhole('it.Prefix')} and ${isWhole('it.Filter.Prefix')}
        and not exists(it.Filter.And) and not exists(it.Filter.Tag)
        and not exists(it.Filter.ObjectSizeGreaterThan) and not exists(it.Filter.ObjectSizeLessThan)`;

export const BACKUP_THREATS: readonly CatalogueRule[] = [
  {
    name: 'backup-deleted',
    expression: `((eventSource == "backup.amazonaws.com"
          and eventName in ("DeleteRecoveryPoint", "DisassociateRecoveryPoint", "DeleteBackupVault"))
        or (eventSource == "dynamodb.amazonaws.com" and eventName == "DeleteBackup"))
      and not byAwsService()`,
    severity: 'high',
    description: 'A backup or a vault of backups was deleted. The expiry of backups is excluded.',
    noise: 'Low. Stacks that are deleted, and scripts that prune backups; ignore their roles.',
    reference: `${BACKUP}DeleteRecoveryPoint.html`,
    mitre: NO_RECOVERY,
    variants: [refused('A call to delete a backup or a vault of backups was refused.')],
  },
  {
    name: 'backups-stopped',
    expression: `((eventSource == "backup.amazonaws.com" and eventName in ("DeleteBackupPlan", "DeleteBackupSelection"))
        or (eventSource == "dynamodb.amazonaws.com" and eventName == "UpdateContinuousBackups"
          and requestParameters.pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled == False)
        or (eventSource == "rds.amazonaws.com" and eventName in ("ModifyDBInstance", "ModifyDBCluster")
          and requestParameters.backupRetentionPeriod <= 1))
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'A backup plan was deleted, or the automated backups of a database were disabled or cut to one day.',
    noise: 'Low. Infrastructure code that replaces backup plans; ignore its role.',
    reference: `${BACKUP}DeleteBackupPlan.html`,
    mitre: NO_RECOVERY,
  },
  {
    name: 'backup-retention-shortened',
    expression: `eventSource == "backup.amazonaws.com" and eventName == "UpdateRecoveryPointLifecycle"
      and requestParameters.lifecycle.deleteAfterDays <= 7 and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'A backup was set to expire within a week after it was made.',
    noise: 'Close to none.',
    reference: `${BACKUP}UpdateRecoveryPointLifecycle.html`,
    mitre: NO_RECOVERY,
  },
  {
    name: 'backup-vault-unlocked',
    expression: `eventSource == "backup.amazonaws.com"
      and eventName in ("DeleteBackupVaultLockConfiguration", "DeleteBackupVaultAccessPolicy")
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'The lock or the access policy of a vault of backups was deleted. Its backups can be deleted again.',
    noise: 'Close to none.',
    reference: `${BACKUP}DeleteBackupVaultLockConfiguration.html`,
    mitre: NO_RECOVERY,
  },
  {
    name: 'backup-vault-opened-to-foreign-account',
    expression: `eventSource == "backup.amazonaws.com" and eventName == "PutBackupVaultAccessPolicy"
      and exists(recipientAccountId)
      and (any(json(requestParameters.policy).Statement[*], ${ALLOWS_ANYONE} and not exists(it.Condition))
        or any(json(requestParameters.policy).Statement[*], ${ALLOWS_FOREIGN_ACCOUNT}))
      and succeeded()`,
    severity: 'high',
    description: 'The policy of a vault of backups allows access to everyone or to another account.',
    noise: 'Low. Organizations that collect their backups in one account.',
    reference: `${BACKUP}PutBackupVaultAccessPolicy.html`,
    mitre: TRANSFER,
  },
  {
    name: 'backup-copied-to-foreign-account',
    expression: `eventSource == "backup.amazonaws.com" and eventName == "StartCopyJob"
      and startsWith(requestParameters.destinationBackupVaultArn, "arn:") and exists(recipientAccountId)
      and ":" + recipientAccountId + ":" not in requestParameters.destinationBackupVaultArn
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'A backup was copied to a vault of another account. Copies by a backup plan are excluded.',
    noise: 'Low. Scripts that collect backups in one account; ignore their roles.',
    reference: `${BACKUP}StartCopyJob.html`,
    mitre: TRANSFER,
  },
  {
    name: 'database-password-changed',
    expression: `((eventSource == "rds.amazonaws.com" and eventName in ("ModifyDBInstance", "ModifyDBCluster"))
        or (eventSource == "redshift.amazonaws.com" and eventName == "ModifyCluster"))
      and exists(requestParameters.masterUserPassword) and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'The password of the main user of a database was set. The caller can now read all of its data.',
    noise: 'Low. Rotation by scripts; ignore their roles.',
    reference: `${RDS}ModifyDBInstance.html`,
    mitre: { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' },
  },
  {
    name: 'database-protection-disabled',
    expression: `((eventSource == "rds.amazonaws.com"
          and eventName in ("ModifyDBInstance", "ModifyDBCluster", "ModifyGlobalCluster")
          and requestParameters.deletionProtection in (False, "false"))
        or (eventSource == "dynamodb.amazonaws.com" and eventName == "UpdateTable"
          and requestParameters.deletionProtectionEnabled in (False, "false")))
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A database can be deleted again: its deletion protection was disabled.',
    noise: 'Low. Databases that are retired.',
    reference: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html',
    mitre: { id: 'T1485', name: 'Data Destruction' },
  },
  {
    name: 'database-restored',
    expression: `eventSource == "rds.amazonaws.com"
      and eventName in ("RestoreDBInstanceFromDBSnapshot", "RestoreDBInstanceFromS3", "RestoreDBInstanceToPointInTime",
        "RestoreDBClusterFromSnapshot", "RestoreDBClusterFromS3", "RestoreDBClusterToPointInTime")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A copy of a database was made from a backup, possibly to read it with another password.',
    noise: 'Low. Restore tests and copies for development; ignore their roles.',
    reference: `${RDS}RestoreDBInstanceFromDBSnapshot.html`,
    mitre: { id: 'T1578.002', name: 'Modify Cloud Compute Infrastructure: Create Cloud Instance' },
  },
  {
    name: 'table-exported',
    expression: `eventSource == "dynamodb.amazonaws.com" and eventName == "ExportTableToPointInTime"
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'The content of a DynamoDB table was exported to a bucket.',
    noise: 'Moderate where analytics jobs export tables; ignore their roles.',
    reference: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExportTableToPointInTime.html',
    mitre: { id: 'T1530', name: 'Data from Cloud Storage' },
    variants: [
      when(
        '(exists(requestParameters.s3BucketOwner) and requestParameters.s3BucketOwner != recipientAccountId)',
        'high',
        'The content of a DynamoDB table was exported to a bucket of another account.',
      ),
    ],
  },
  {
    name: 'bucket-set-to-expire',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutBucketLifecycle"
      and any(requestParameters.LifecycleConfiguration.Rule[*], ${EXPIRES_WHOLE_BUCKET})
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'All objects of a bucket, or the logs of AWS in it, were set to expire within a week or on a date.',
    noise: 'One for each scratch bucket that is created without CloudFormation; ignore the deployment role.',
    reference: `${S3}PutBucketLifecycleConfiguration.html`,
    mitre: { id: 'T1485.001', name: 'Data Destruction: Lifecycle-Triggered Deletion' },
  },
  {
    name: 'bucket-replicated-to-foreign-account',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutBucketReplication" and exists(recipientAccountId)
      and any(requestParameters.ReplicationConfiguration.Rule[*], exists(it.Destination.Account)
        and str(it.Destination.Account) != recipientAccountId)
      and succeeded()`,
    severity: 'high',
    description: 'A bucket was set to copy its objects to a bucket of another account, which then owns the copies.',
    noise: 'Low. Backups in a separate account.',
    reference: `${S3}PutBucketReplication.html`,
    mitre: TRANSFER,
  },
  {
    name: 'object-lock-weakened',
    expression: `eventSource == "s3.amazonaws.com"
      and ((eventName == "PutBucketObjectLockConfiguration" and exists(requestParameters.ObjectLockConfiguration)
          and not exists(requestParameters.ObjectLockConfiguration.Rule))
        or (eventName == "PutObjectLegalHold" and requestParameters.LegalHold.Status == "OFF")
        or (eventName in ("PutObjectRetention", "DeleteObject", "DeleteObjects")
          and requestParameters["x-amz-bypass-governance-retention"] in (True, "true")))
      and succeeded()`,
    severity: 'high',
    description: 'The default retention of a bucket or the lock of an object was removed or bypassed.',
    noise: 'Close to none. Locks of objects need S3 data events in the trail.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html',
    mitre: NO_RECOVERY,
  },
  {
    name: 'recycle-bin-weakened',
    expression: `eventSource == "rbin.amazonaws.com" and eventName in ("DeleteRule", "UnlockRule", "UpdateRule")
      and not byAwsService()`,
    severity: 'high',
    description: 'A rule of the Recycle Bin was deleted or unlocked. It may not keep deleted snapshots and images.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_DeleteRule.html',
    mitre: NO_RECOVERY,
    variants: [
      refused('A call to change, unlock or delete a rule of the Recycle Bin was refused.'),
      when(
        'eventName == "UpdateRule"',
        'medium',
        'A rule of the Recycle Bin was changed. It may keep deleted snapshots and images for a shorter time.',
      ),
    ],
  },
];
