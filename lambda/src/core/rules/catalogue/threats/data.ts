// Threats to data in S3, snapshots, images and secrets: published, copied away, or made unrecoverable.
// Part of the pack `threats`; pure data.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';

const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_';
const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_';

const TRANSFER: Technique = { id: 'T1537', name: 'Transfer Data to Cloud Account' };
const CLOUD_STORAGE: Technique = { id: 'T1530', name: 'Data from Cloud Storage' };
const ENCRYPTED: Technique = { id: 'T1486', name: 'Data Encrypted for Impact' };
const NO_RECOVERY: Technique = { id: 'T1490', name: 'Inhibit System Recovery' };

export const DATA_THREATS: readonly CatalogueRule[] = [
  {
    name: 'bucket-opened-to-anyone',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutBucketPolicy"
      and any(requestParameters.bucketPolicy.Statement[*], it.Effect == "Allow"
        and (it.Principal == "*" or it.Principal.AWS == "*") and not exists(it.Condition))
      and succeeded()`,
    severity: 'high',
    description: 'A bucket was given a policy that allows something to everybody without a condition.',
    noise: 'Low; buckets of public web sites.',
    reference: `${S3}PutBucketPolicy.html`,
    mitre: CLOUD_STORAGE,
  },
  {
    name: 'bucket-public-access-block-lifted',
    expression: `eventSource in ("s3.amazonaws.com", "s3control.amazonaws.com")
      and (eventName in ("DeleteBucketPublicAccessBlock", "DeleteAccountPublicAccessBlock", "DeletePublicAccessBlock")
        or (eventName in ("PutBucketPublicAccessBlock", "PutAccountPublicAccessBlock", "PutPublicAccessBlock")
          and (requestParameters.PublicAccessBlockConfiguration.BlockPublicAcls in (False, "false")
            or requestParameters.PublicAccessBlockConfiguration.BlockPublicPolicy in (False, "false")
            or requestParameters.PublicAccessBlockConfiguration.IgnorePublicAcls in (False, "false")
            or requestParameters.PublicAccessBlockConfiguration.RestrictPublicBuckets in (False, "false"))))
      and succeeded()`,
    severity: 'high',
    description: 'The guard that keeps a bucket, or all buckets of the account, from being public was taken off.',
    noise: 'Low; buckets of public web sites.',
    reference: `${S3}PutPublicAccessBlock.html`,
    mitre: CLOUD_STORAGE,
  },
  {
    name: 'bucket-mfa-delete-disabled',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutBucketVersioning"
      and requestParameters.VersioningConfiguration.MfaDelete == "Disabled" and succeeded()`,
    severity: 'medium',
    description: 'Deleting old versions from a bucket no longer asks for a second factor.',
    noise: 'Close to none; only the root user can do it.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html',
    mitre: NO_RECOVERY,
  },
  {
    name: 'bucket-versioning-suspended',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutBucketVersioning"
      and requestParameters.VersioningConfiguration.Status == "Suspended" and succeeded()`,
    severity: 'medium',
    description: 'A bucket stopped keeping old versions, so that what is overwritten or deleted is gone.',
    noise: 'Low.',
    reference: `${S3}PutBucketVersioning.html`,
    mitre: NO_RECOVERY,
  },
  {
    name: 'bucket-replication-deleted',
    expression: 'eventSource == "s3.amazonaws.com" and eventName == "DeleteBucketReplication" and succeeded()',
    severity: 'medium',
    description: 'A bucket is no longer copied to another one.',
    noise: 'Low.',
    reference: `${S3}DeleteBucketReplication.html`,
    mitre: NO_RECOVERY,
  },
  {
    name: 'bucket-logging-disabled',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutBucketLogging"
      and exists(requestParameters.BucketLoggingStatus)
      and not exists(requestParameters.BucketLoggingStatus.LoggingEnabled) and succeeded()`,
    severity: 'low',
    description: 'A bucket no longer records who reads and writes its objects.',
    noise: 'Low.',
    reference: `${S3}PutBucketLogging.html`,
    mitre: { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' },
  },
  {
    name: 'ransom-note-uploaded',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutObject"
      and glob(lower(event.get("requestParameters.key", "")), (
        "*how*to*decrypt*", "*how*to*recover*", "*how*to*restore*", "*decrypt*instruction*", "*recover*instruction*",
        "*restore*my*files*", "*your*files*encrypted*", "*files*are*encrypted*", "*ransom*note*", "*readme*decrypt*",
        "*decrypt*readme*", "*unlock*files*"))
      and succeeded()`,
    severity: 'critical',
    description: 'An object was written whose name is that of a ransom note.',
    noise: 'Close to none; needs S3 data events in the trail.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html',
    mitre: ENCRYPTED,
  },
  {
    name: 'object-encrypted-with-foreign-key',
    expression: `eventSource == "s3.amazonaws.com" and eventName in ("CopyObject", "PutObject", "CreateMultipartUpload")
      and startsWith(event.get("requestParameters.x-amz-server-side-encryption-aws-kms-key-id", ""), "arn:")
      and event.get("userIdentity.accountId", "")
        not in event.get("requestParameters.x-amz-server-side-encryption-aws-kms-key-id", "")
      and succeeded()`,
    severity: 'high',
    description: "An object was encrypted with another account's key, which can be withheld for ransom.",
    noise: 'Low; organizations that keep keys in an account of their own.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
    mitre: ENCRYPTED,
  },
  {
    name: 'object-encrypted-with-customer-key',
    expression: `eventSource == "s3.amazonaws.com" and eventName in ("CopyObject", "PutObject", "CreateMultipartUpload")
      and "requestParameters.x-amz-server-side-encryption-customer-algorithm" in event and succeeded()`,
    severity: 'medium',
    description: 'An object was encrypted with a key that only the caller has (SSE-C), which AWS cannot restore.',
    noise: 'None in most accounts; needs S3 data events in the trail.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html',
    mitre: ENCRYPTED,
  },
  {
    name: 'object-copied-to-foreign-bucket',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "CopyObject"
      and any(resources[*], it.type == "AWS::S3::Bucket" and exists(it.accountId)
        and it.accountId != userIdentity.accountId)
      and succeeded()`,
    severity: 'medium',
    description: 'An object was copied from or to a bucket of another account.',
    noise: 'Moderate where accounts share data; needs S3 data events in the trail.',
    reference: `${S3}CopyObject.html`,
    mitre: TRANSFER,
  },
  {
    name: 'snapshot-shared',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "ModifySnapshotAttribute"
      and requestParameters.attributeType == "CREATE_VOLUME_PERMISSION"
      and any(requestParameters.createVolumePermission.add.items[*], it.group == "all" or exists(it.userId))
      and succeeded()`,
    severity: 'high',
    description: 'A disk snapshot was shared with another account or with everybody.',
    noise: 'Low; backups that are copied to an account of their own.',
    reference: `${EC2}ModifySnapshotAttribute.html`,
    mitre: TRANSFER,
  },
  {
    name: 'image-made-public',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "ModifyImageAttribute"
      and any(requestParameters.launchPermission.add.items[*], it.group == "all") and succeeded()`,
    severity: 'high',
    description: 'A machine image, with everything on its disks, was offered to everybody.',
    noise: 'None but for vendors of images.',
    reference: `${EC2}ModifyImageAttribute.html`,
    mitre: TRANSFER,
  },
  {
    name: 'secrets-read-in-batch',
    expression: 'eventSource == "secretsmanager.amazonaws.com" and eventName == "BatchGetSecretValue"',
    severity: 'medium',
    description: 'Many secrets were read in one call.',
    noise: 'Low; a few applications start that way.',
    reference: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html',
    mitre: { id: 'T1555.006', name: 'Credentials from Password Stores: Cloud Secrets Management Stores' },
  },
];
