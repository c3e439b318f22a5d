// The first call of a kind by an identity. Part of the pack `behavior`; pure data. Each rule learns for a week before it alerts.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';
import { CALLER, DAY, first } from '../correlate.ts';

const NEW = 'new applications, pipelines and engineers';

const ACCOUNT_DISCOVERY: Technique = { id: 'T1087.004', name: 'Account Discovery: Cloud Account' };
const SERVERLESS: Technique = { id: 'T1648', name: 'Serverless Execution' };
const OVER_WEB_SERVICE: Technique = { id: 'T1567', name: 'Exfiltration Over Web Service' };

const firstBy = (...groupBy: readonly string[]) => first(groupBy, 30 * DAY, 7 * DAY);

export const FIRST_CALLS: readonly CatalogueRule[] = [
  {
    name: 'caller-identity-first-asked-by-user',
    expression: `eventSource == "sts.amazonaws.com" and eventName == "GetCallerIdentity"
      and userIdentity.type in ("IAMUser", "Root", "FederatedUser") and not byAwsService()`,
    correlation: firstBy('userIdentity.arn'),
    severity: 'low',
    description: 'A user asked AWS who it is and did not for thirty days, as thieves of keys do first.',
    noise: `Low to medium. People who try a new tool: Terraform and the CLI ask too. Add \`userAgent\` conditions to ignore them.`,
    reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html',
    mitre: ACCOUNT_DISCOVERY,
  },
  {
    name: 'organization-first-explored-by-identity',
    expression: `((eventSource == "organizations.amazonaws.com"
          and eventName in ("DescribeAccount", "DescribeOrganization", "DescribeOrganizationalUnit",
            "DescribeResourcePolicy", "ListAccounts", "ListAccountsForParent", "ListAWSServiceAccessForOrganization",
            "ListDelegatedAdministrators", "ListDelegatedServicesForAccount", "ListOrganizationalUnitsForParent",
            "ListPolicies", "ListRoots"))
        or (eventSource == "iam.amazonaws.com" and eventName in ("GetAccountSummary", "ListAccountAliases"))
        or (eventSource == "account.amazonaws.com" and eventName in ("GetAlternateContact", "GetContactInformation")))
      and succeeded() and not byAwsService() and not fromConsole()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description:
      'An identity looked up the accounts of the organization, or facts about its account, and did not for thirty days.',
    noise: 'Medium. New inventory tools and Terraform: ignore their roles.',
    reference: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html',
    mitre: ACCOUNT_DISCOVERY,
  },
  {
    name: 'users-first-listed-by-identity',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("GetAccountAuthorizationDetails", "GetCredentialReport", "GetGroup", "ListAccessKeys",
        "ListAttachedUserPolicies", "ListGroups", "ListGroupsForUser", "ListRoles", "ListUserPolicies", "ListUsers")
      and succeeded() and not byAwsService() and not fromConsole()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity listed users, groups, roles or their keys and did not for thirty days.',
    noise: 'Low to medium. New inventory tools and Terraform: ignore their roles.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html',
    mitre: ACCOUNT_DISCOVERY,
  },
  {
    name: 'software-inventory-first-read-by-identity',
    expression: `eventSource == "ssm.amazonaws.com"
      and (eventName in ("DescribeInstancePatches", "GetInventory", "GetInventorySchema", "ListCommands",
          "ListInventoryEntries")
        or (eventName == "CreateAssociation" and requestParameters.name == "AWS-GatherSoftwareInventory"))
      and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity listed the software, patches or commands of instances and did not for thirty days.',
    noise: 'Low to medium. New patching and inventory tools: ignore their roles.',
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetInventory.html',
    mitre: { id: 'T1580', name: 'Cloud Infrastructure Discovery' },
  },
  {
    name: 'secret-first-read-by-identity',
    expression: `eventSource == "secretsmanager.amazonaws.com" and eventName == "GetSecretValue"
      and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity read a secret and read none for thirty days.',
    noise: `Low to medium: ${NEW}. Add \`requestParameters.secretId\` conditions for the secrets that matter.`,
    reference: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html',
    mitre: { id: 'T1555.006', name: 'Credentials from Password Stores: Cloud Secrets Management Stores' },
  },
  {
    name: 'parameter-first-decrypted-by-identity',
    expression: `eventSource == "ssm.amazonaws.com" and eventName in ("GetParameter", "GetParameters", "GetParametersByPath")
      and requestParameters.withDecryption in (True, "true") and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity decrypted parameters of Systems Manager and decrypted none for thirty days.',
    noise: `Low to medium: ${NEW}. Add \`requestParameters.name\` conditions for the parameters that matter.`,
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html',
    mitre: { id: 'T1555.006', name: 'Credentials from Password Stores: Cloud Secrets Management Stores' },
  },
  {
    name: 'user-data-first-read-by-identity',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "DescribeInstanceAttribute"
      and requestParameters.attribute == "userData" and succeeded() and not byAwsService() and not fromConsole()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description:
      'An identity read the start script of an instance, which may contain secrets, and read none for thirty days.',
    noise: `Low: ${NEW}. Terraform reads the scripts of the instances that it manages.`,
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html',
    mitre: { id: 'T1552', name: 'Unsecured Credentials' },
  },
  {
    name: 'api-keys-first-read-by-identity',
    expression: `eventSource == "apigateway.amazonaws.com"
      and ((eventName == "GetApiKey" and requestParameters.includeValue in (True, "true"))
        or (eventName == "GetApiKeys" and requestParameters.includeValues in (True, "true")))
      and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity read keys of APIs, with which others call them, and read none for thirty days.',
    noise: `Low: ${NEW}. Terraform reads the keys that it manages.`,
    reference: 'https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKeys.html',
    mitre: { id: 'T1552', name: 'Unsecured Credentials' },
  },
  {
    name: 'session-token-first-issued-to-user',
    expression: `eventSource == "sts.amazonaws.com" and eventName == "GetSessionToken" and userIdentity.type == "IAMUser"
      and succeeded() and not byAwsService()`,
    correlation: firstBy('userIdentity.arn'),
    severity: 'low',
    description: 'A user exchanged a key for a session token and did not for thirty days, as thieves of keys do.',
    noise: 'Low. People who start to use MFA with the CLI, which needs such tokens.',
    reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html',
    mitre: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
  },
  {
    name: 'iam-first-changed-by-instance',
    expression: `eventSource == "iam.amazonaws.com" and byInstance() and not isReadOnly() and succeeded()
      and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'medium',
    description: 'An instance changed users, roles, keys or policies, and its role did not for thirty days.',
    noise: 'Low. Build servers that start to manage IAM.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
    mitre: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  },
  {
    name: 'table-first-scanned-by-identity',
    expression:
      'eventSource == "dynamodb.amazonaws.com" and eventName == "Scan" and succeeded() and not byAwsService()',
    correlation: firstBy(CALLER, 'requestParameters.tableName'),
    severity: 'low',
    description: 'An identity read a whole DynamoDB table that it did not scan for thirty days.',
    noise: `Low to medium: ${NEW}. Needs data events of DynamoDB.`,
    reference: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html',
    mitre: { id: 'T1530', name: 'Data from Cloud Storage' },
  },
  {
    name: 'function-first-invoked-by-identity',
    expression: `eventSource == "lambda.amazonaws.com" and startsWith(eventName, "Invoke")
      and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity invoked a Lambda function itself and invoked none for thirty days.',
    noise: `Low to medium: ${NEW}. Needs data events of Lambda.`,
    reference: 'https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html',
    mitre: SERVERLESS,
  },
  {
    name: 'snapshot-first-taken-by-identity',
    expression: `((eventSource == "ec2.amazonaws.com" and eventName in ("CopySnapshot", "CreateSnapshot", "CreateSnapshots"))
        or (eventSource == "rds.amazonaws.com" and eventName in ("CopyDBClusterSnapshot", "CopyDBSnapshot",
          "CreateDBClusterSnapshot", "CreateDBSnapshot")))
      and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity took or copied a snapshot of a disk or a database and took none for thirty days.',
    noise: `Low to medium: ${NEW}. Backups that AWS makes are left out.`,
    reference: 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html',
    mitre: { id: 'T1578.001', name: 'Modify Cloud Compute Infrastructure: Create Snapshot' },
  },
  {
    name: 'stack-first-created-by-identity',
    expression: `eventSource == "cloudformation.amazonaws.com"
      and eventName in ("CreateStack", "CreateStackInstances", "CreateStackSet") and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity created a CloudFormation stack and created none for thirty days.',
    noise: `Low to medium: ${NEW}.`,
    reference: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html',
    mitre: { id: 'T1578', name: 'Modify Cloud Compute Infrastructure' },
  },
  {
    name: 'command-document-first-created-by-identity',
    expression: `eventSource == "ssm.amazonaws.com" and eventName == "CreateDocument"
      and responseElements.documentDescription.documentType == "Command" and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'medium',
    description: 'An identity created a document of commands for instances and created none for thirty days.',
    noise: `Low: ${NEW}.`,
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html',
    mitre: { id: 'T1651', name: 'Cloud Administration Command' },
  },
  {
    name: 'job-command-first-replaced-by-identity',
    expression: `eventSource == "batch.amazonaws.com" and eventName == "SubmitJob"
      and exists(requestParameters.containerOverrides.command) and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity started a Batch job with its own command and started none for thirty days.',
    noise: `Low: ${NEW}.`,
    reference: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html',
    mitre: { id: 'T1610', name: 'Deploy Container' },
  },
  {
    name: 'execution-role-first-passed-by-identity',
    expression: `eventSource == "sagemaker.amazonaws.com"
      and eventName in ("CreateAutoMLJob", "CreateAutoMLJobV2", "CreateNotebookInstance", "CreatePipeline",
        "CreateProcessingJob", "CreateTrainingJob")
      and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER, 'requestParameters.roleArn'),
    severity: 'medium',
    description: 'An identity gave SageMaker a role to run with that it did not give for thirty days.',
    noise: `Low: ${NEW}.`,
    reference: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html',
    mitre: { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' },
  },
  {
    name: 'topic-first-created-by-identity',
    expression:
      'eventSource == "sns.amazonaws.com" and eventName == "CreateTopic" and succeeded() and not byAwsService()',
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity created an SNS topic and created none for thirty days.',
    noise: `Low to medium: ${NEW}.`,
    reference: 'https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html',
    mitre: OVER_WEB_SERVICE,
  },
  {
    name: 'subscription-protocol-new-for-identity',
    expression:
      'eventSource == "sns.amazonaws.com" and eventName == "Subscribe" and succeeded() and not byAwsService()',
    correlation: firstBy(CALLER, 'requestParameters.protocol'),
    severity: 'low',
    description:
      'An identity subscribed to a topic with a protocol, such as email, that it did not use for thirty days.',
    noise: `Low to medium: ${NEW}. Add \`requestParameters.protocol\` conditions to ignore Lambda and SQS.`,
    reference: 'https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html',
    mitre: OVER_WEB_SERVICE,
  },
  {
    name: 'message-first-published-by-identity',
    expression: `eventSource == "sns.amazonaws.com" and eventName in ("Publish", "PublishBatch")
      and succeeded() and not byAwsService()`,
    correlation: firstBy(CALLER, 'requestParameters.topicArn'),
    severity: 'low',
    description: 'An identity published to a topic to which it did not publish for thirty days.',
    noise: `Low to medium: ${NEW}. Needs data events of SNS.`,
    reference: 'https://docs.aws.amazon.com/sns/latest/api/API_Publish.html',
    mitre: OVER_WEB_SERVICE,
  },
  {
    name: 'instances-first-launched-by-identity',
    expression:
      'eventSource == "ec2.amazonaws.com" and eventName == "RunInstances" and succeeded() and not byAwsService()',
    correlation: firstBy(CALLER),
    severity: 'low',
    description: 'An identity launched instances and did not for thirty days, as miners with stolen keys do.',
    noise: `Low to medium: ${NEW}.`,
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html',
    mitre: { id: 'T1578.002', name: 'Modify Cloud Compute Infrastructure: Create Cloud Instance' },
  },
];
