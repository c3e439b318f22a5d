// Threats to data in S3, snapshots, images and secrets: made public, copied to other accounts, or made unrecoverable.
// Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique } from '../catalogue-rule.ts';
import { ALLOWS_ANYONE, ALLOWS_FOREIGN_ACCOUNT } from './policies.ts';

const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_';
const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_';

const TRANSFER: Technique = { id: 'T1537', name: 'Transfer Data to Cloud Account' };
const CLOUD_STORAGE: Technique = { id: 'T1530', name: 'Data from Cloud Storage' };
const ENCRYPTED: Technique = { id: 'T1486', name: 'Data Encrypted for Impact' };
const NO_RECOVERY: Technique = { id: 'T1490', name: 'Inhibit System Recovery' };

const GROUPS_OF_EVERYONE = '("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")';

const GRANT_HEADERS = ['full-control', 'read', 'read-acp', 'write', 'write-acp'].map(
  (permission) => `any(requestParameters["x-amz-grant-${permission}"][*], "/groups/global/" in it)`,
);

// A canned ACL, a grant in the body, or a grant in a header.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
const PUBLIC_ACL = `(
          any(requestParameters["x-amz-acl"][*], it in ("public-read", "public-read-write", "authenticated-read"))
          or any(requestParameters.AccessControlPolicy.AccessControlList.Grant[*],
            endsWith(it.Grantee.URI, ${GROUPS_OF_EVERYONE}))
          or ${GRANT_HEADERS.join('\n          or ')})`;

// The response names the key also where it comes from the default encryption of the bucket.
const KMS_KEY = `(responseElements["x-amz-server-side-encryption-aws-kms-key-id"]
        or requestParameters["x-amz-server-side-encryption-aws-kms-key-id"] or "")`;

// A record lists the object, its bucket and, for a copy, the source: at most four resources.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
// With its colons, because the caller chooses the name of an alias.
const BUCKET_OF_ANOTHER_ACCOUNT = [0, 1, 2, 3].map(
  (index) => `(endsWith(resources[${index}].ARN, ":::" + requestParameters.bucketName)
          and exists(resources[${index}].accountId)
          and ":" + resources[${index}].accountId + ":" not in ${KMS_KEY})`,
);

export const DATA_THREATS: readonly CatalogueRule[] = [
  {
    name: 'bucket-opened-to-anyone',
    expression: `eventSource == "s3.amazonaws.com"
      and ((eventName == "PutBucketPolicy"
          and any(requestParameters.bucketPolicy.Statement[*], ${ALLOWS_ANYONE} and not exists(it.Condition)))
        or (eventName in ("PutBucketAcl", "CreateBucket") and ${PUBLIC_ACL}))
      and succeeded()`,
    severity: 'high',
    description: 'The policy of a bucket allows access to everyone without a condition, or its ACL is public.',
    noise: 'Low. Buckets of public websites.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    mitre: CLOUD_STORAGE,
  },
  {
    name: 'object-opened-to-anyone',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutObjectAcl" and ${PUBLIC_ACL} and succeeded()`,
    severity: 'medium',
    description: 'The ACL of an object in a bucket was made public.',
    noise: 'Low. Websites that publish single objects. Needs data events of S3.',
    reference: `${S3}PutObjectAcl.html`,
    mitre: CLOUD_STORAGE,
  },
  {
    name: 'bucket-opened-to-foreign-account',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutBucketPolicy" and exists(recipientAccountId)
      and any(requestParameters.bucketPolicy.Statement[*], ${ALLOWS_FOREIGN_ACCOUNT})
      and succeeded()`,
    severity: 'medium',
    description: 'The policy of a bucket allows access to an identity of another AWS account.',
    noise: 'Low. Accounts of the organization that share a bucket, and the AWS accounts that deliver access logs.',
    reference: `${S3}PutBucketPolicy.html`,
    mitre: TRANSFER,
  },
  {
    name: 'bucket-public-access-block-lifted',
    expression: `eventSource == "s3.amazonaws.com"
      and (eventName in ("DeleteBucketPublicAccessBlock", "DeleteAccountPublicAccessBlock", "DeletePublicAccessBlock")
        or (eventName in ("PutBucketPublicAccessBlock", "PutAccountPublicAccessBlock", "PutPublicAccessBlock")
          and (requestParameters.PublicAccessBlockConfiguration.BlockPublicAcls in (False, "false")
            or requestParameters.PublicAccessBlockConfiguration.BlockPublicPolicy in (False, "false")
            or requestParameters.PublicAccessBlockConfiguration.IgnorePublicAcls in (False, "false")
            or requestParameters.PublicAccessBlockConfiguration.RestrictPublicBuckets in (False, "false"))))
      and succeeded()`,
    severity: 'high',
    description: 'The public access block of a bucket or of the account was removed or weakened.',
    noise: 'Low. Buckets of public websites.',
    reference: `${S3}PutPublicAccessBlock.html`,
    mitre: CLOUD_STORAGE,
  },
  {
    name: 'bucket-mfa-delete-disabled',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutBucketVersioning"
      and requestParameters.VersioningConfiguration.MfaDelete == "Disabled" and succeeded()`,
    severity: 'medium',
    description: 'MFA is no longer required to delete old versions from a bucket.',
    noise: 'Close to none. Only the root user can do it.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html',
    mitre: NO_RECOVERY,
  },
  {
    name: 'bucket-versioning-suspended',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "PutBucketVersioning"
      and requestParameters.VersioningConfiguration.Status == "Suspended" and succeeded()`,
    severity: 'medium',
    description: 'Versioning of a bucket was suspended. Objects that are overwritten or deleted cannot be restored.',
    noise: 'Low.',
    reference: `${S3}PutBucketVersioning.html`,
    mitre: NO_RECOVERY,
  },
  {
    name: 'bucket-replication-deleted',
    expression: 'eventSource == "s3.amazonaws.com" and eventName == "DeleteBucketReplication" and succeeded()',
    severity: 'medium',
    description: 'The replication of a bucket was deleted.',
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
    description: 'The server access logging of a bucket was disabled.',
    noise: 'Low.',
    reference: `${S3}PutBucketLogging.html`,
    mitre: { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' },
  },
  {
    name: 'ransom-note-uploaded',
    expression: `eventSource == "s3.amazonaws.com"
      and eventName in ("PutObject", "CopyObject", "CompleteMultipartUpload")
      and (glob(lower(requestParameters.key), (
          "*how*to*decrypt*", "*how*to*recover*", "*how*to*restore*", "*how*to*unlock*", "*how*to*get*files*back*",
          "*decrypt*instruction*", "*recover*instruction*", "*restore*my*files*", "*your*files*encrypted*",
          "*files*are*encrypted*", "*ransom*note*", "*readme*decrypt*", "*decrypt*readme*", "*unlock*files*"))
        or (endsWith(lower(requestParameters.key), (".txt", ".html", ".htm", ".hta", ".rtf", ".md"))
          and glob(lower(requestParameters.key), (
            "*ransom*", "*files?deleted*", "*files?encrypted*", "*data?encrypted*", "*files?locked*", "*help?decrypt*",
            "*help?recover*", "*help?restore*", "*decrypt?files*", "*recover?files*", "*restore?files*",
            "*recover*your*", "*pay*bitcoin*", "*_readme.txt", "*!readme*", "*readme!*", "*!read?me*", "*read?me!*"))))
      and succeeded()`,
    severity: 'critical',
    description: 'An object was written with the name of a ransom note.',
    noise: 'Close to none. Needs S3 data events in the trail.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html',
    mitre: ENCRYPTED,
  },
  {
    name: 'object-encrypted-with-foreign-key',
    expression: `eventSource == "s3.amazonaws.com" and eventName in ("CopyObject", "PutObject", "CreateMultipartUpload")
      and startsWith(${KMS_KEY}, "arn:")
      and (${BUCKET_OF_ANOTHER_ACCOUNT.join('\n        or ')}
        or (not any(resources[*], it.type == "AWS::S3::Bucket")
          and ":" + (recipientAccountId or userIdentity.accountId or "") + ":" not in ${KMS_KEY}))
      and succeeded()`,
    severity: 'high',
    description: 'An object was encrypted with a key of another account, which can withhold the key for ransom.',
    noise: 'Low. Organizations that keep keys in a separate account.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
    mitre: ENCRYPTED,
  },
  {
    name: 'object-encrypted-with-customer-key',
    expression: `eventSource == "s3.amazonaws.com" and eventName in ("CopyObject", "PutObject", "CreateMultipartUpload")
      and "requestParameters.x-amz-server-side-encryption-customer-algorithm" in event and succeeded()`,
    severity: 'medium',
    description: 'An object was encrypted with a key that only the caller has (SSE-C). AWS cannot recover it.',
    noise: 'None in most accounts. Needs S3 data events in the trail.',
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
    noise: 'Moderate where accounts share data. Needs S3 data events in the trail.',
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
    description: 'A disk snapshot was shared with another account or made public.',
    noise: 'Low. Backups that are copied to a separate account.',
    reference: `${EC2}ModifySnapshotAttribute.html`,
    mitre: TRANSFER,
  },
  {
    name: 'snapshot-made-public',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "ModifySnapshotAttribute"
      and any(requestParameters.createVolumePermission.add.items[*], it.group == "all") and succeeded()`,
    severity: 'critical',
    description: 'A disk snapshot, with everything on the disk, was made public.',
    noise: 'None except from publishers of public data sets.',
    reference: `${EC2}ModifySnapshotAttribute.html`,
    mitre: TRANSFER,
  },
  {
    name: 'image-shared',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "ModifyImageAttribute"
      and any(requestParameters.launchPermission.add.items[*],
        exists(it.userId) or exists(it.organizationArn) or exists(it.organizationalUnitArn))
      and succeeded()`,
    severity: 'medium',
    description: 'A machine image was shared with another account, an organization or an organizational unit.',
    noise: 'One for each image that a build pipeline shares. Ignore its role.',
    reference: `${EC2}ModifyImageAttribute.html`,
    mitre: TRANSFER,
  },
  {
    name: 'image-made-public',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "ModifyImageAttribute"
      and any(requestParameters.launchPermission.add.items[*], it.group == "all") and succeeded()`,
    severity: 'critical',
    description: 'A machine image, with everything on its disks, was made public.',
    noise: 'None except from vendors of images.',
    reference: `${EC2}ModifyImageAttribute.html`,
    mitre: TRANSFER,
  },
  {
    name: 'secrets-read-in-batch',
    expression: 'eventSource == "secretsmanager.amazonaws.com" and eventName == "BatchGetSecretValue"',
    severity: 'medium',
    description: 'Many secrets were read in one call.',
    noise: 'Low. A few applications read their secrets this way at startup.',
    reference: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html',
    mitre: { id: 'T1555.006', name: 'Credentials from Password Stores: Cloud Secrets Management Stores' },
    variants: [refused('A call to read many secrets was refused.', 'medium')],
  },
  {
    name: 'bulk-transfer-created',
    expression: `((eventSource == "s3.amazonaws.com" and eventName == "CreateJob")
        or (eventSource == "datasync.amazonaws.com" and eventName == "CreateTask"))
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A job that copies or changes many objects was created. Its work is not recorded without data events.',
    noise: 'Low. Migrations and maintenance with S3 Batch Operations or DataSync.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html',
    mitre: TRANSFER,
  },
];
