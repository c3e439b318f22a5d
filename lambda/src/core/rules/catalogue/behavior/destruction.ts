// Behavior of an identity that destroys, or prepares to. Part of the pack `behavior`; pure data.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';
import { CALLER, different, HOUR, MINUTE, many } from '../correlate.ts';

const DESTRUCTION: Technique = { id: 'T1485', name: 'Data Destruction' };
const ACCESS_REMOVAL: Technique = { id: 'T1531', name: 'Account Access Removal' };

export const DESTRUCTION_BEHAVIOR: readonly CatalogueRule[] = [
  {
    name: 'many-keys-made-unusable',
    expression: `eventSource == "kms.amazonaws.com" and eventName in ("DisableKey", "ScheduleKeyDeletion")
      and succeeded() and not byAwsService()`,
    correlation: different('requestParameters.keyId', [CALLER], 3, HOUR),
    severity: 'high',
    description: 'One identity disabled three KMS keys, or scheduled them for deletion, within an hour.',
    noise: 'Low. Environments that are removed: ignore the roles that do so.',
    reference: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html',
    mitre: DESTRUCTION,
  },
  {
    name: 'protection-of-many-instances-disabled',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "ModifyInstanceAttribute"
      and requestParameters.disableApiTermination.value in (False, "false") and succeeded() and not byAwsService()`,
    correlation: different('requestParameters.instanceId', [CALLER], 5, HOUR),
    severity: 'high',
    description: 'One identity made it possible to terminate five protected instances within an hour.',
    noise: 'Low. Environments that are removed: ignore the roles that do so.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html',
    mitre: {
      id: 'T1578.005',
      name: 'Modify Cloud Compute Infrastructure: Modify Cloud Compute Configurations',
    },
  },
  {
    name: 'protection-of-many-databases-disabled',
    expression: `((eventSource == "rds.amazonaws.com" and eventName in ("ModifyDBCluster", "ModifyDBInstance")
          and requestParameters.deletionProtection in (False, "false"))
        or (eventSource == "dynamodb.amazonaws.com" and eventName == "UpdateTable"
          and requestParameters.deletionProtectionEnabled in (False, "false")))
      and succeeded() and not byAwsService()`,
    correlation: different(
      'requestParameters.dBInstanceIdentifier or requestParameters.dBClusterIdentifier or requestParameters.tableName',
      [CALLER],
      3,
      HOUR,
    ),
    severity: 'high',
    description: 'One identity disabled the deletion protection of three databases within an hour.',
    noise: 'Low. Environments that are removed: ignore the roles that do so.',
    reference: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html',
    mitre: DESTRUCTION,
  },
  {
    name: 'many-users-locked-out',
    expression: `eventSource == "iam.amazonaws.com"
      and (eventName in ("DeleteAccessKey", "DeleteLoginProfile", "DeleteUser")
        or (eventName == "UpdateAccessKey" and requestParameters.status == "Inactive"))
      and succeeded() and not byAwsService()`,
    correlation: different('requestParameters.userName', [CALLER], 5, HOUR),
    severity: 'high',
    description: 'One identity deleted five users, or their passwords or access keys, within an hour.',
    noise: 'Low to medium. Jobs that remove old users and keys: ignore their roles.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html',
    mitre: ACCESS_REMOVAL,
  },
  {
    name: 'many-roles-deleted',
    expression:
      'eventSource == "iam.amazonaws.com" and eventName == "DeleteRole" and succeeded() and not byAwsService()',
    correlation: many([CALLER], 20, HOUR),
    severity: 'medium',
    description: 'One identity deleted twenty roles within an hour.',
    noise: 'Low to medium. Environments that Terraform removes: ignore its roles.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html',
    mitre: ACCESS_REMOVAL,
  },
  {
    name: 'many-objects-deleted-by-person',
    expression: `eventSource == "s3.amazonaws.com" and eventName in ("DeleteObject", "DeleteObjects")
      and byPerson() and succeeded() and not byAwsService()`,
    correlation: many([CALLER, 'requestParameters.bucketName'], 100, 10 * MINUTE),
    severity: 'medium',
    description: 'One user deleted objects of a bucket in a hundred calls within ten minutes.',
    noise: 'Low to medium. People who clean up, and applications with keys of users. Needs S3 data events.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html',
    mitre: DESTRUCTION,
  },
  {
    name: 'many-images-deregistered',
    expression:
      'eventSource == "ec2.amazonaws.com" and eventName == "DeregisterImage" and succeeded() and not byAwsService()',
    correlation: different('requestParameters.imageId', [CALLER], 10, HOUR),
    severity: 'medium',
    description:
      'One identity deregistered ten machine images within an hour. Instances cannot be replaced without them.',
    noise: 'Low to medium. Jobs that remove old images: ignore their roles.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html',
    mitre: DESTRUCTION,
  },
];
