// Threats by what attackers do first and last with stolen access: their tools, sign-in links, roles and keys of instances,
// exports, and deletions. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';
import { CALLER, DAY, first } from '../correlate.ts';

const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_';

const CLOUD_ACCOUNTS: Technique = { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' };
const REMOTE_SERVICES: Technique = { id: 'T1133', name: 'External Remote Services' };
const DESTRUCTION: Technique = { id: 'T1485', name: 'Data Destruction' };

// Linux distributions for intrusion, as the AWS CLI and botocore name them, and tools of known attacks.
const ATTACK_TOOLS = `("distrib#kali", "distrib#parrot", "distrib#pentoo", "+kali", "-kali", "TruffleHog", "trufflehog",
        "S3 Browser")`;

// What these names contain, in fewer words: to search each record for all names would take a fifth of the time of the pack.
const PARTS_OF_ATTACK_TOOLS = '("kali", "trib#parrot", "trib#pentoo", "ruffle", "S3 Browser")';

// The portal of Identity Center asks for a token at each sign-in, with this text as it is.
const IDENTITY_CENTER_PORTAL = 'Jersey/$' + '{project.version}';

const CREDENTIAL_FILES = `("*.aws/credentials", "*id_rsa", "*id_ed25519", "*id_ecdsa", "*id_dsa", "*.pem", "*.ppk", "*.pfx",
        "*.p12", "*.kdbx", "*/.env", ".env", "*/.pgpass", "*/.git-credentials", "*credentials.csv", "*accesskeys.csv")`;

export const FOOTHOLD_THREATS: readonly CatalogueRule[] = [
  {
    name: 'attack-tool-used',
    expression: `containsAny(event.get("userAgent", ""), ${PARTS_OF_ATTACK_TOOLS})
      and containsAny(event.get("userAgent", ""), ${ATTACK_TOOLS})`,
    correlation: first([`${CALLER} or sourceIPAddress`, 'eventName'], DAY, 0),
    severity: 'medium',
    description: 'A call, refused or not, was made with a tool or a Linux distribution for attacks.',
    noise:
      'None except from testers and from users of S3 Browser, one a day for each kind of call; ignore them. Attackers can hide the name.',
    reference: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html#pentest-iam-kalilinux',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'console-opened-with-credentials',
    expression: `eventSource == "signin.amazonaws.com" and eventName == "GetSigninToken"
      and not startsWith(userAgent, "${IDENTITY_CENTER_PORTAL}") and succeeded()`,
    severity: 'medium',
    description: 'Temporary credentials were exchanged for a sign-in to the console.',
    noise: 'Moderate where people use aws-vault or a custom portal to open the console.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html',
    mitre: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
  },
  {
    name: 'console-opened-by-instance',
    expression: `eventSource == "signin.amazonaws.com" and eventName in ("ConsoleLogin", "GetSigninToken")
      and byInstance() and succeeded()`,
    severity: 'high',
    description: 'The console was opened with the credentials of an instance, as a person with stolen ones does.',
    noise: 'None.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html',
    mitre: { id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' },
  },
  {
    name: 'root-password-recovery-requested',
    expression: `eventSource == "signin.amazonaws.com"
      and eventName in ("PasswordRecoveryCompleted", "PasswordRecoveryRequested")`,
    severity: 'high',
    description: 'A new password of the root user was requested or set by email.',
    noise: 'Rare. The owner of the root user lost the password.',
    reference:
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html',
    mitre: CLOUD_ACCOUNTS,
    variants: [refused('A new password of the root user was requested, and it failed.')],
  },
  {
    name: 'model-key-used-elsewhere',
    expression: `startsWith(event.get("userIdentity.userName", ""), "BedrockAPIKey-") and not startsWith(eventSource, "bedrock")`,
    severity: 'high',
    description: 'The user that Bedrock created for an API key made a call, refused or not, to another service.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'instance-role-changed',
    expression: `eventSource == "ec2.amazonaws.com"
      and eventName in ("AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation") and not byAwsService()`,
    severity: 'medium',
    description: 'A running instance was given a role. Anyone with a shell on it can act as that role.',
    noise: 'Low. Infrastructure code that changes instances in place.',
    reference: `${EC2}ReplaceIamInstanceProfileAssociation.html`,
    mitre: { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
    variants: [refused('A call to give a running instance a role failed or was refused.', 'medium')],
  },
  {
    name: 'key-pair-added',
    expression: `eventSource == "ec2.amazonaws.com" and eventName in ("CreateKeyPair", "ImportKeyPair")
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'An SSH key for new instances was created or imported.',
    noise: 'Moderate where build tools create a key for each instance. Ignore their roles.',
    reference: `${EC2}ImportKeyPair.html`,
    mitre: { id: 'T1098.004', name: 'Account Manipulation: SSH Authorized Keys' },
  },
  {
    name: 'machine-exported',
    expression: `eventSource == "ec2.amazonaws.com"
      and eventName in ("CreateInstanceExportTask", "CreateStoreImageTask", "ExportImage")`,
    severity: 'high',
    description: 'An export of an instance or a machine image to a bucket was started.',
    noise: 'Low. Migrations.',
    reference: `${EC2}CreateInstanceExportTask.html`,
    mitre: { id: 'T1537', name: 'Transfer Data to Cloud Account' },
    variants: [refused('A call to export an instance or a machine image failed or was refused.')],
  },
  {
    name: 'development-endpoint-changed',
    expression: `eventSource == "glue.amazonaws.com" and eventName in ("CreateDevEndpoint", "UpdateDevEndpoint")`,
    severity: 'medium',
    description: 'A development endpoint of Glue was created or changed. Its SSH key gives access to its role.',
    noise: 'Close to none. Notebooks replaced these endpoints.',
    reference: 'https://docs.aws.amazon.com/glue/latest/dg/dev-endpoint.html',
    mitre: { id: 'T1548', name: 'Abuse Elevation Control Mechanism' },
    variants: [refused('A call to create or change a development endpoint of Glue was refused.', 'medium')],
  },
  {
    name: 'cloud-shell-opened',
    expression: 'eventSource == "cloudshell.amazonaws.com" and eventName == "CreateEnvironment" and succeeded()',
    severity: 'low',
    description: 'A CloudShell environment was created. A user opened a shell in the console.',
    noise: 'Moderate where people use CloudShell.',
    reference: 'https://docs.aws.amazon.com/cloudshell/latest/userguide/logging-and-monitoring.html',
    mitre: { id: 'T1059.009', name: 'Command and Scripting Interpreter: Cloud API' },
  },
  {
    name: 'iam-changed-from-cloud-shell',
    expression: `eventSource == "iam.amazonaws.com" and "CloudShell" in event.get("userAgent", "") and not isReadOnly()
      and succeeded()`,
    severity: 'medium',
    description:
      'Users, roles, keys or policies were changed from CloudShell, as with a stolen session of the console.',
    noise: 'Low. Administrators who use CloudShell.',
    reference: 'https://docs.aws.amazon.com/cloudshell/latest/userguide/logging-and-monitoring.html',
    mitre: { id: 'T1059.009', name: 'Command and Scripting Interpreter: Cloud API' },
  },
  {
    name: 'function-event-source-added',
    expression: `eventSource == "lambda.amazonaws.com" and startsWith(eventName, "CreateEventSourceMapping")
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'A function was set up to read from a queue or a stream.',
    noise: 'One for each such function that is deployed without CloudFormation. Ignore the deployment role.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html',
    mitre: { id: 'T1546', name: 'Event Triggered Execution' },
  },
  {
    name: 'credential-file-read',
    expression: `eventSource == "s3.amazonaws.com" and eventName == "GetObject"
      and glob(lower(event.get("requestParameters.key", "")), ${CREDENTIAL_FILES})
      and not byAwsService() and not isAwsService() and succeeded()`,
    severity: 'low',
    description: 'An object was read whose name is that of a file with keys or passwords.',
    noise: 'One for each start of an application that keeps such files in S3. Needs S3 data events in the trail.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html',
    mitre: { id: 'T1552.001', name: 'Unsecured Credentials: Credentials In Files' },
  },
  {
    name: 'file-system-deleted',
    expression: `eventSource == "elasticfilesystem.amazonaws.com"
      and eventName in ("DeleteFileSystem", "DeleteMountTarget") and not byAwsService()`,
    severity: 'high',
    description: 'A file system was deleted with all of its files.',
    noise: 'Low. Stacks that are deleted.',
    reference: 'https://docs.aws.amazon.com/efs/latest/APIReference/API_DeleteFileSystem.html',
    mitre: DESTRUCTION,
    variants: [
      refused('A call to delete a file system or its mount target was refused.'),
      when('eventName == "DeleteMountTarget"', 'low', 'A mount target of a file system was deleted.'),
    ],
  },
  {
    name: 'cluster-deleted',
    expression: 'eventSource == "eks.amazonaws.com" and eventName == "DeleteCluster" and not byAwsService()',
    severity: 'high',
    description: 'A Kubernetes cluster was deleted.',
    noise: 'Low. Test clusters.',
    reference: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html',
    mitre: DESTRUCTION,
    variants: [refused('A call to delete a Kubernetes cluster was refused.')],
  },
  {
    name: 'queue-purged',
    expression: 'eventSource == "sqs.amazonaws.com" and eventName == "PurgeQueue" and succeeded()',
    severity: 'medium',
    description: 'All messages of a queue were deleted.',
    noise: 'Low. People who empty a dead-letter queue.',
    reference: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html',
    mitre: DESTRUCTION,
  },
  {
    name: 'identity-pool-opened-to-guests',
    expression: `eventSource == "cognito-identity.amazonaws.com"
      and ((eventName in ("CreateIdentityPool", "UpdateIdentityPool")
          and requestParameters.allowUnauthenticatedIdentities == True)
        or (eventName == "SetIdentityPoolRoles" and exists(requestParameters.roles.unauthenticated)))
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description:
      'Guests of an identity pool of Cognito, so anyone, get AWS credentials, or those of another role than before.',
    noise: 'One for each change of an application with guests.',
    reference: 'https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'managed-node-activated',
    expression: `eventSource == "ssm.amazonaws.com" and eventName == "CreateActivation" and not byAwsService()
      and succeeded()`,
    severity: 'medium',
    description: 'A code was created with which any machine gets the credentials of a role from Systems Manager.',
    noise: 'Low. Machines outside AWS that are added to Systems Manager.',
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html',
    mitre: REMOTE_SERVICES,
  },
  {
    name: 'network-entry-created',
    expression: `eventSource == "ec2.amazonaws.com"
      and eventName in ("CreateClientVpnEndpoint", "CreateInstanceConnectEndpoint") and not byAwsService()
      and succeeded()`,
    severity: 'medium',
    description: 'An endpoint was created through which people outside a VPC reach its private instances.',
    noise: 'Close to none. Networks that are set up.',
    reference: `${EC2}CreateInstanceConnectEndpoint.html`,
    mitre: REMOTE_SERVICES,
  },
];
