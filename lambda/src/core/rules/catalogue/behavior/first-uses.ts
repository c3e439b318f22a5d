// What was not seen before. Part of the pack `behavior`; pure data. Each rule learns for a week before it alerts.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';
import { CALLER, DAY, first } from '../correlate.ts';

const CLOUD_ACCOUNTS: Technique = { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' };
const WEEK = 7 * DAY;

const SIGN_IN_RECORDS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html';

export const FIRST_USES: readonly CatalogueRule[] = [
  {
    name: 'instances-launched-in-new-region',
    expression: 'eventSource == "ec2.amazonaws.com" and eventName == "RunInstances" and succeeded()',
    correlation: first(['recipientAccountId', 'awsRegion'], 90 * DAY, WEEK),
    severity: 'high',
    description: 'Instances were launched in a region where the account launched none for ninety days.',
    noise: 'Low. One for each region that you start to use.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html',
    mitre: { id: 'T1535', name: 'Unused/Unsupported Cloud Regions' },
  },
  {
    name: 'long-term-key-used-from-new-network',
    expression: `startsWith(event.get("userIdentity.accessKeyId", ""), "AKIA") and isPublicIp(sourceIPAddress)
      and not byAwsService()`,
    correlation: first(['userIdentity.accessKeyId', 'networkOf(sourceIPAddress)'], 30 * DAY, WEEK),
    severity: 'medium',
    description: 'A long-term access key was used from a network from which it was not used for thirty days.',
    noise: 'Low for keys of machines, medium for keys of people who travel.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'new-client-of-identity',
    expression: `userIdentity.type in ("IAMUser", "Root") and exists(userAgent) and not byAwsService()
      and not fromConsole()`,
    correlation: first(['userIdentity.arn', 'userAgent.before("/")'], 30 * DAY, WEEK),
    severity: 'low',
    description: 'An IAM user or the root user called with a program that it did not use for thirty days.',
    noise: 'Medium. People who try other tools and SDKs.',
    reference:
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'role-assumed-by-new-principal',
    expression: `eventSource == "sts.amazonaws.com" and eventName == "AssumeRole" and succeeded() and not byAwsService()`,
    correlation: first(['requestParameters.roleArn', `${CALLER} or userIdentity.accountId`], 30 * DAY, WEEK),
    severity: 'low',
    description: 'A role was assumed by a principal, or from another account, that did not assume it for thirty days.',
    noise: 'Medium. New pipelines and new users of a shared role.',
    reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
    mitre: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
  },
  {
    name: 'model-first-invoked-by-identity',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream")
      and not byAwsService()`,
    correlation: first([CALLER], 30 * DAY, WEEK),
    severity: 'medium',
    description: 'An identity called a Bedrock model that called none for thirty days. Stolen keys are sold for that.',
    noise: 'Low. New applications and users.',
    reference: 'https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html',
    mitre: { id: 'T1496.004', name: 'Resource Hijacking: Cloud Service Hijacking' },
  },
  {
    name: 'session-started-by-new-identity',
    expression: 'eventSource == "ssm.amazonaws.com" and eventName == "StartSession" and succeeded()',
    correlation: first([CALLER], 30 * DAY, WEEK),
    severity: 'medium',
    description: 'An identity opened a shell on an instance that opened none for thirty days.',
    noise: 'Low. New engineers, and emergencies.',
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html',
    mitre: { id: 'T1021.007', name: 'Remote Services: Cloud Services' },
  },
  {
    name: 'role-assumed-with-new-mfa-device',
    expression: `eventSource == "sts.amazonaws.com" and eventName == "AssumeRole"
      and exists(requestParameters.serialNumber) and succeeded()`,
    correlation: first([CALLER, 'requestParameters.serialNumber'], 30 * DAY, WEEK),
    severity: 'low',
    description: 'A role was assumed with an MFA device that the caller did not use for thirty days.',
    noise: 'Low. New devices and new users.',
    reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
    mitre: { id: 'T1556.006', name: 'Modify Authentication Process: Multi-Factor Authentication' },
  },
  {
    name: 'iam-first-changed-with-session-of-user',
    expression: `eventSource == "iam.amazonaws.com" and userIdentity.type == "IAMUser"
      and startsWith(event.get("userIdentity.accessKeyId", ""), "ASIA") and not isReadOnly()
      and succeeded() and not fromConsole() and not byAwsService()`,
    correlation: first(['userIdentity.arn'], 30 * DAY, WEEK),
    severity: 'medium',
    description: 'A user changed IAM with temporary credentials, not in the console, and did not for thirty days.',
    noise: 'Low. Users who take a session with MFA for the command line.',
    reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html',
    mitre: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
  },
  {
    name: 'agent-role-first-called-service',
    expression: `glob(event.get("userIdentity.sessionContext.sessionIssuer.arn", ""),
        ("arn:aws*:role/AgentCore-*", "arn:aws*:role/*BedrockAgentCore*"))
      and eventSource not in ("bedrock.amazonaws.com", "bedrock-agentcore.amazonaws.com", "ecr.amazonaws.com",
        "logs.amazonaws.com", "monitoring.amazonaws.com", "xray.amazonaws.com") and succeeded()`,
    correlation: first(['userIdentity.sessionContext.sessionIssuer.arn', 'eventSource'], 30 * DAY, WEEK),
    severity: 'medium',
    description:
      'A role of Bedrock AgentCore called a service that it did not call for thirty days. The agent may be misled, or its credentials stolen.',
    noise: 'Low. New tools of agents.',
    reference: 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'console-sign-in-from-new-network',
    expression: `eventSource == "signin.amazonaws.com" and eventName == "ConsoleLogin"
      and responseElements.ConsoleLogin == "Success" and isPublicIp(sourceIPAddress)`,
    correlation: first(['userIdentity.arn', 'networkOf(sourceIPAddress)'], 30 * DAY, WEEK),
    severity: 'low',
    description: 'A user signed in to the console from a network from which it did not for thirty days.',
    noise: 'Medium. People who travel or use mobile networks. Ignore the networks of your offices and VPN.',
    reference: SIGN_IN_RECORDS,
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'bucket-first-used-anonymously',
    expression: `eventSource == "s3.amazonaws.com" and userIdentity.accountId in ("anonymous", "ANONYMOUS_PRINCIPAL")
      and eventName in ("DeleteObject", "GetObject", "ListObjects", "PutObject") and succeeded()`,
    correlation: first(['requestParameters.bucketName'], 30 * DAY, WEEK),
    severity: 'medium',
    description: 'A bucket was used without credentials and was not for thirty days: it has become public.',
    noise: 'Low. One for each website that you publish. Needs S3 data events.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    mitre: { id: 'T1530', name: 'Data from Cloud Storage' },
  },
  {
    name: 'identity-pool-first-gave-guest-credentials',
    expression: `eventSource == "cognito-identity.amazonaws.com" and eventName == "GetCredentialsForIdentity"
      and userIdentity.type == "Unknown" and not exists(requestParameters.logins) and succeeded()`,
    correlation: first(['resources[0].ARN'], 30 * DAY, WEEK),
    severity: 'medium',
    description: 'An identity pool gave credentials to a guest and gave none for thirty days.',
    noise: 'Low. One for each application with guests. Needs data events of Cognito.',
    reference: 'https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'endpoint-first-denied-identity',
    expression: 'eventType == "AwsVpceEvent" and errorCode == "VpceAccessDenied"',
    correlation: first(['vpcEndpointId', `${CALLER} or userIdentity.principalId`], 30 * DAY, WEEK),
    severity: 'medium',
    description:
      'The policy of a VPC endpoint denied an identity a call and did not for thirty days, as in data exfiltration.',
    noise: 'Low to medium. New software that uses what the policy does not allow. Needs network activity events.',
    reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html',
    mitre: { id: 'T1567', name: 'Exfiltration Over Web Service' },
  },
  {
    name: 'endpoint-first-used-from-public-address',
    expression: 'eventType == "AwsVpceEvent" and isPublicIp(sourceIPAddress) and not byAwsService()',
    correlation: first(['vpcEndpointId', 'networkOf(sourceIPAddress)'], 30 * DAY, WEEK),
    severity: 'medium',
    description: 'A VPC endpoint was used from a public network from which it was not used for thirty days.',
    noise: 'Close to none, except where a VPC has public addresses. Needs network activity events.',
    reference: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html',
    mitre: { id: 'T1567', name: 'Exfiltration Over Web Service' },
  },
  {
    name: 'instance-type-first-launched',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "RunInstances"
      and exists(responseElements.instancesSet.items[0].instanceType) and succeeded() and not byAwsService()`,
    correlation: first(['recipientAccountId', 'responseElements.instancesSet.items[0].instanceType'], 90 * DAY, WEEK),
    severity: 'low',
    description: 'An instance was launched of a type of which the account launched none for ninety days.',
    noise: 'Low to medium. One for each type that you start to use.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html',
    mitre: { id: 'T1578.002', name: 'Modify Cloud Compute Infrastructure: Create Cloud Instance' },
  },
];
