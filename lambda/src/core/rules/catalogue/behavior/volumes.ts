// Behavior that is harmless once and harmful in bulk. Part of the pack `behavior`; pure data.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';
import { CALLER, different, HOUR, MINUTE, many } from '../correlate.ts';

const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_';

const SECRETS: Technique = {
  id: 'T1555.006',
  name: 'Credentials from Password Stores: Cloud Secrets Management Stores',
};
const METADATA: Technique = { id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' };
const HIJACKING: Technique = { id: 'T1496.004', name: 'Resource Hijacking: Cloud Service Hijacking' };
const DESTRUCTION: Technique = { id: 'T1485', name: 'Data Destruction' };

export const VOLUME_BEHAVIOR: readonly CatalogueRule[] = [
  {
    name: 'many-secrets-read',
    expression: `eventSource == "secretsmanager.amazonaws.com" and eventName == "GetSecretValue"
      and succeeded() and not byAwsService()`,
    correlation: different('requestParameters.secretId', [CALLER], 10, HOUR),
    severity: 'high',
    description: 'One identity read ten different secrets within an hour.',
    noise: 'Low to medium. Deployment tools and External Secrets operators: ignore their roles.',
    reference: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html',
    mitre: SECRETS,
  },
  {
    name: 'secrets-read-in-batches',
    expression: 'eventSource == "secretsmanager.amazonaws.com" and eventName == "BatchGetSecretValue" and succeeded()',
    correlation: many([CALLER], 3, 10 * MINUTE),
    severity: 'high',
    description: 'One identity read secrets in batches three times within ten minutes.',
    noise: 'Low. Applications that read their secrets in batches: ignore their roles.',
    reference: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html',
    mitre: SECRETS,
  },
  {
    name: 'many-parameters-decrypted',
    expression: `eventSource == "ssm.amazonaws.com" and eventName in ("GetParameter", "GetParameters", "GetParametersByPath")
      and requestParameters.withDecryption is True and succeeded() and not byAwsService()`,
    correlation: many([CALLER], 30, 10 * MINUTE),
    severity: 'medium',
    description: 'One identity read decrypted parameters in thirty calls within ten minutes.',
    noise: 'Medium. Deployment tools and containers that start: ignore their roles or raise `gte`.',
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html',
    mitre: SECRETS,
  },
  {
    name: 'parameters-decrypted-in-batches',
    expression: `eventSource == "ssm.amazonaws.com" and eventName == "GetParameters"
      and requestParameters.withDecryption is True and count(requestParameters.names[*]) >= 5
      and succeeded() and not byAwsService()`,
    correlation: many([CALLER], 4, 10 * MINUTE),
    severity: 'medium',
    description: 'One identity read decrypted parameters, five or more at a time, in four calls within ten minutes.',
    noise: 'Medium. Deployment tools that read all their parameters: ignore their roles or raise `gte`.',
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html',
    mitre: SECRETS,
  },
  {
    name: 'user-data-of-many-instances-read',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "DescribeInstanceAttribute"
      and requestParameters.attribute == "userData"`,
    correlation: different('requestParameters.instanceId', [CALLER], 5, HOUR),
    severity: 'medium',
    description:
      'One identity read the user data of five instances within an hour, or tried to. It often contains secrets.',
    noise: 'Low. Terraform and inventory tools: ignore their roles.',
    reference: `${EC2}DescribeInstanceAttribute.html`,
    mitre: METADATA,
  },
  {
    name: 'windows-passwords-of-many-instances-read',
    expression: 'eventSource == "ec2.amazonaws.com" and eventName == "GetPasswordData"',
    correlation: different('requestParameters.instanceId', [CALLER], 5, HOUR),
    severity: 'high',
    description: 'One identity asked for the administrator passwords of five Windows instances within an hour.',
    noise: 'Close to none.',
    reference: `${EC2}GetPasswordData.html`,
    mitre: { id: 'T1555', name: 'Credentials from Password Stores' },
  },
  {
    name: 'many-snapshots-shared',
    expression: `eventName in ("ModifySnapshotAttribute", "ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute")
      and succeeded()`,
    correlation: different(
      'requestParameters.snapshotId or requestParameters.dBSnapshotIdentifier or requestParameters.dBClusterSnapshotIdentifier',
      [CALLER],
      5,
      HOUR,
    ),
    severity: 'high',
    description: 'One identity changed who may use five snapshots within an hour.',
    noise: 'Low. Tools that copy backups to another account: ignore their roles.',
    reference: `${EC2}ModifySnapshotAttribute.html`,
    mitre: { id: 'T1537', name: 'Transfer Data to Cloud Account' },
  },
  {
    name: 'many-snapshots-deleted',
    expression: `eventName in ("DeleteSnapshot", "DeleteDBSnapshot", "DeleteDBClusterSnapshot", "DeleteRecoveryPoint")
      and succeeded() and not byAwsService()`,
    correlation: many([CALLER], 20, HOUR),
    severity: 'high',
    description: 'One identity deleted twenty snapshots or recovery points within an hour, as before a ransom demand.',
    noise: 'Low to medium. Jobs that remove old snapshots: ignore their roles.',
    reference: `${EC2}DeleteSnapshot.html`,
    mitre: DESTRUCTION,
  },
  {
    name: 'many-instances-launched',
    expression:
      'eventSource == "ec2.amazonaws.com" and eventName == "RunInstances" and succeeded() and not byAwsService()',
    correlation: many([CALLER], 20, 10 * MINUTE),
    severity: 'medium',
    description: 'One identity launched instances in twenty calls within ten minutes, as miners do.',
    noise: 'Low to medium. Build systems: ignore their roles.',
    reference: `${EC2}RunInstances.html`,
    mitre: { id: 'T1496.001', name: 'Resource Hijacking: Compute Hijacking' },
  },
  {
    name: 'many-instances-terminated',
    expression:
      'eventSource == "ec2.amazonaws.com" and eventName == "TerminateInstances" and succeeded() and not byAwsService()',
    correlation: many([CALLER], 20, 10 * MINUTE),
    severity: 'medium',
    description: 'One identity terminated instances in twenty calls within ten minutes.',
    noise: 'Low to medium. Autoscalers such as Karpenter, and build systems: ignore their roles.',
    reference: `${EC2}TerminateInstances.html`,
    mitre: DESTRUCTION,
  },
  {
    name: 'model-invoked-in-bulk-by-person',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream")
      and byPerson() and succeeded()`,
    correlation: many([CALLER, 'requestParameters.modelId'], 200, 10 * MINUTE),
    severity: 'medium',
    description:
      'One user called one Bedrock model two hundred times within ten minutes. Stolen keys are sold for that.',
    noise: 'Low to medium. Coding assistants, and applications with keys of users. Raise `gte` for them.',
    reference: 'https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html',
    mitre: HIJACKING,
  },
  {
    name: 'functions-invoked-in-bulk-by-person',
    expression: `eventSource == "lambda.amazonaws.com" and startsWith(eventName, "Invoke")
      and byPerson() and succeeded() and not byAwsService()`,
    correlation: many([CALLER], 300, HOUR),
    severity: 'medium',
    description: 'One user invoked Lambda functions three hundred times within an hour.',
    noise: 'Low to medium. Tests, and applications with keys of users: ignore them. Needs data events of Lambda.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html',
    mitre: HIJACKING,
  },
];
