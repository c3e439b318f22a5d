// Threats to KMS keys: opened to others, granted, replaced or destroyed with the data that they encrypt.
// Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';
import { opensToAnyone, opensToForeignAccount } from './policies.ts';

const KMS = 'https://docs.aws.amazon.com/kms/latest/APIReference/API_';

const DESTRUCTION: Technique = { id: 'T1485', name: 'Data Destruction' };
const ACCOUNT_MANIPULATION: Technique = { id: 'T1098', name: 'Account Manipulation' };
const ENCRYPTED: Technique = { id: 'T1486', name: 'Data Encrypted for Impact' };

const POLICY = 'json(requestParameters.policy)';

// https://docs.aws.amazon.com/kms/latest/developerguide/ct-creategrant.html
const GRANTED_TO_FOREIGN_ACCOUNT = `exists(recipientAccountId)
        and glob(event.get("requestParameters.granteePrincipal", ""), ("arn:aws*:iam::*", "arn:aws*:sts::*"))
        and ":" + recipientAccountId + ":" not in requestParameters.granteePrincipal`;

// With its colons, because the owner of a key chooses the name of its alias.
const isForeignKey = (key: string): string =>
  `(exists(recipientAccountId) and glob(${key}, "arn:aws*:kms:*") and ":" + recipientAccountId + ":" not in ${key})`;

const BUCKET_ENCRYPTION = 'requestParameters.ServerSideEncryptionConfiguration.Rule[*]';
const BUCKET_GETS_FOREIGN_KEY = `any(${BUCKET_ENCRYPTION}.ApplyServerSideEncryptionByDefault.KMSMasterKeyID,
          ${isForeignKey('it')})`;
const BUCKET_ALLOWS_CUSTOMER_KEYS = `any(${BUCKET_ENCRYPTION}, "NONE" in it.BlockedEncryptionTypes.EncryptionType[*])`;

const STORAGE_KEY = `(requestParameters.kmsKeyId or requestParameters.ModifyEbsDefaultKmsKeyIdRequest.KmsKeyId or "")`;

export const KEY_THREATS: readonly CatalogueRule[] = [
  {
    name: 'key-opened-to-others',
    expression: `eventSource == "kms.amazonaws.com" and eventName in ("CreateKey", "PutKeyPolicy", "ReplicateKey")
      and (${opensToAnyone(POLICY)} or ${opensToForeignAccount(POLICY)})
      and succeeded()`,
    severity: 'medium',
    description: 'The policy of a key allows an identity of another AWS account.',
    noise: 'One for each key that accounts of the organization share. Ignore the deployment role.',
    reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
    mitre: ACCOUNT_MANIPULATION,
    variants: [when(opensToAnyone(POLICY), 'critical', 'The policy of a key allows everyone without a condition.')],
  },
  {
    name: 'key-policy-changed',
    expression: 'eventSource == "kms.amazonaws.com" and eventName == "PutKeyPolicy" and not byAwsService()',
    severity: 'low',
    description: 'The policy of a key, which says who can use and administer it, was changed.',
    noise: 'Moderate where infrastructure code changes keys. Ignore the deployment role.',
    reference: `${KMS}PutKeyPolicy.html`,
    mitre: ACCOUNT_MANIPULATION,
    variants: [
      refused('A call to change the policy of a key was refused.', 'low'),
      when(
        'requestParameters.bypassPolicyLockoutSafetyCheck == True',
        'high',
        'The policy of a key was changed without the check that someone can still change it, as in ransom attacks.',
      ),
    ],
  },
  {
    name: 'key-grant-created',
    expression: `eventSource == "kms.amazonaws.com" and eventName == "CreateGrant"
      and not byAwsService() and not isAwsService() and succeeded()`,
    severity: 'low',
    description: 'A grant was created. It lets an identity use a key that the policy of the key does not mention.',
    noise: 'Low. Grants that AWS services create for themselves are left out.',
    reference: `${KMS}CreateGrant.html`,
    mitre: ACCOUNT_MANIPULATION,
    variants: [when(GRANTED_TO_FOREIGN_ACCOUNT, 'high', 'A grant lets an identity of another AWS account use a key.')],
  },
  {
    name: 'key-made-unusable',
    expression: `eventSource == "kms.amazonaws.com"
      and eventName in ("DeleteImportedKeyMaterial", "DisableKey", "ScheduleKeyDeletion")`,
    severity: 'high',
    description:
      'A key was disabled or will be deleted, or its material was deleted. Data that it encrypts cannot be read.',
    noise: 'Low. Stacks that are deleted cause some.',
    reference: `${KMS}ScheduleKeyDeletion.html`,
    mitre: DESTRUCTION,
    variants: [refused('A call to disable a key, or to delete it or its material, was refused.')],
  },
  {
    name: 'key-material-imported',
    expression: 'eventSource == "kms.amazonaws.com" and eventName == "ImportKeyMaterial"',
    severity: 'medium',
    description: 'Key material from outside AWS was imported. Anyone with a copy controls the data that it encrypts.',
    noise: 'Close to none. Accounts that must bring their own keys.',
    reference: `${KMS}ImportKeyMaterial.html`,
    mitre: { id: 'T1486', name: 'Data Encrypted for Impact' },
    variants: [
      refused('A call to import key material was refused.', 'medium'),
      when(
        'requestParameters.expirationModel == "KEY_MATERIAL_EXPIRES"',
        'high',
        'Key material was imported that expires. After that, data that it encrypts cannot be read without a copy.',
      ),
    ],
  },
  {
    name: 'key-rotation-disabled',
    expression: 'eventSource == "kms.amazonaws.com" and eventName == "DisableKeyRotation" and succeeded()',
    severity: 'low',
    description: 'The yearly rotation of a key was disabled.',
    noise: 'Close to none.',
    reference: `${KMS}DisableKeyRotation.html`,
    mitre: { id: 'T1562', name: 'Impair Defenses' },
  },
  {
    name: 'key-store-disconnected',
    expression: `eventSource == "kms.amazonaws.com"
      and eventName in ("DeleteCustomKeyStore", "DisconnectCustomKeyStore") and succeeded()`,
    severity: 'high',
    description: 'A custom key store was disconnected or deleted. Its keys cannot be used.',
    noise: 'Close to none.',
    reference: `${KMS}DisconnectCustomKeyStore.html`,
    mitre: { id: 'T1489', name: 'Service Stop' },
  },
  {
    name: 'bucket-encryption-weakened',
    expression: `eventSource == "s3.amazonaws.com"
      and (eventName == "DeleteBucketEncryption"
        or (eventName == "PutBucketEncryption" and (${BUCKET_GETS_FOREIGN_KEY} or ${BUCKET_ALLOWS_CUSTOMER_KEYS})))
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'The default encryption of a bucket was deleted. New objects are encrypted with the key of S3.',
    noise: 'Low. Buckets that are reset, keys in a separate account, and applications that need SSE-C.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html',
    mitre: ENCRYPTED,
    variants: [
      when(
        BUCKET_GETS_FOREIGN_KEY,
        'high',
        'New objects of a bucket are encrypted with a key of another account, which can withhold the key for ransom.',
      ),
      when(
        BUCKET_ALLOWS_CUSTOMER_KEYS,
        'medium',
        'A bucket accepts objects that are encrypted with a key that only the caller has (SSE-C), as in ransom attacks.',
      ),
    ],
  },
  {
    name: 'storage-encrypted-with-foreign-key',
    expression: `((eventSource == "ec2.amazonaws.com"
          and eventName in ("CopyImage", "CopySnapshot", "CreateVolume", "ModifyEbsDefaultKmsKeyId"))
        or (eventSource == "rds.amazonaws.com" and eventName in ("CopyDBClusterSnapshot", "CopyDBSnapshot")))
      and ${isForeignKey(STORAGE_KEY)} and not byAwsService() and succeeded()`,
    severity: 'high',
    description:
      'A disk, or a copy of a backup, is encrypted with a key of another account, which can withhold the key.',
    noise: 'Low. Organizations that keep keys in a separate account.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html',
    mitre: ENCRYPTED,
  },
];
