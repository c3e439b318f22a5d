// Behavior of an identity that looks around. Part of the pack `behavior`; pure data.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';
import { CALLER, different, HOUR, MINUTE, many } from '../correlate.ts';

const ERRORS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html';

const DISCOVERY: Technique = { id: 'T1580', name: 'Cloud Infrastructure Discovery' };
const STORAGE_DISCOVERY: Technique = { id: 'T1619', name: 'Cloud Storage Object Discovery' };

const DENIED = 'startsWith(event.get("errorCode", ""), ("AccessDenied", "Client.UnauthorizedOperation"))';

export const DISCOVERY_BEHAVIOR: readonly CatalogueRule[] = [
  {
    name: 'many-calls-denied',
    expression: `${DENIED} and not byAwsService()`,
    correlation: many([CALLER], 30, 5 * MINUTE),
    severity: 'medium',
    description:
      'One identity was denied thirty calls within five minutes. It tries what it may not do, or its policy is wrong.',
    noise: 'Low to medium. Broken deployments, and scanners with narrow policies: ignore their roles or raise `gte`.',
    reference: ERRORS,
    mitre: DISCOVERY,
  },
  {
    name: 'many-services-denied',
    expression: `${DENIED} and not byAwsService()`,
    correlation: different('eventSource', [CALLER], 5, 10 * MINUTE),
    severity: 'high',
    description:
      'One identity was denied calls to five services within ten minutes, as when stolen credentials are tried out.',
    noise: 'Low. Security scanners with narrow policies.',
    reference: ERRORS,
    mitre: DISCOVERY,
  },
  {
    name: 'much-discovered',
    expression: `startsWith(eventName, ("Describe", "Get", "List")) and isReadOnly() and not byAwsService()
      and not fromConsole()`,
    correlation: different('eventSource + " " + eventName', [CALLER], 60, 10 * MINUTE),
    severity: 'low',
    description:
      'One identity made sixty different reading calls within ten minutes, outside of the console: an inventory of the account.',
    noise: 'Medium. Security scanners, inventory tools and Terraform: ignore their roles.',
    reference: ERRORS,
    mitre: DISCOVERY,
  },
  {
    name: 'many-regions-discovered',
    expression: `startsWith(eventName, ("Describe", "Get", "List")) and isReadOnly() and not byAwsService()
      and not fromConsole()`,
    correlation: different('awsRegion', [CALLER], 12, 10 * MINUTE),
    severity: 'medium',
    description:
      'One identity read from twelve regions within ten minutes. Attackers look for regions that are not watched.',
    noise: 'Low to medium. Security scanners and inventory tools: ignore their roles.',
    reference: ERRORS,
    mitre: DISCOVERY,
  },
  {
    name: 'many-buckets-probed',
    expression: `eventSource == "s3.amazonaws.com" and ${DENIED} and not byAwsService()`,
    correlation: different('requestParameters.bucketName', ['sourceIPAddress'], 10, 10 * MINUTE),
    severity: 'medium',
    description: 'Calls to ten buckets were denied to one address within ten minutes.',
    noise: 'Low. Security scanners, and backup tools without a policy for new buckets.',
    reference: ERRORS,
    mitre: STORAGE_DISCOVERY,
  },
  {
    name: 'policies-simulated',
    expression:
      'eventSource == "iam.amazonaws.com" and eventName in ("SimulatePrincipalPolicy", "SimulateCustomPolicy")',
    correlation: many([CALLER], 10, HOUR),
    severity: 'medium',
    description: 'One identity simulated policies ten times within an hour, to find what they allow.',
    noise: 'Low. Engineers who debug a policy.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html',
    mitre: { id: 'T1069.003', name: 'Permission Groups Discovery: Cloud Groups' },
  },
  {
    name: 'many-bucket-settings-read',
    expression: `eventSource == "s3.amazonaws.com"
      and eventName in ("GetBucketAcl", "GetBucketEncryption", "GetBucketLogging", "GetBucketPolicy",
        "GetBucketPolicyStatus", "GetBucketPublicAccessBlock", "GetBucketVersioning")
      and succeeded() and not byAwsService() and not fromConsole()`,
    correlation: different('requestParameters.bucketName', [CALLER], 20, 5 * MINUTE),
    severity: 'low',
    description: 'One identity read who may use twenty buckets, or how they are protected, within five minutes.',
    noise: 'Medium. Security scanners and Terraform: ignore their roles or raise `gte`.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html',
    mitre: STORAGE_DISCOVERY,
  },
  {
    name: 'many-functions-read',
    expression: `eventSource == "lambda.amazonaws.com" and startsWith(eventName, "GetFunction")
      and succeeded() and not byAwsService() and not fromConsole()`,
    correlation: different('requestParameters.functionName', [CALLER], 30, 5 * MINUTE),
    severity: 'low',
    description: 'One identity read thirty Lambda functions within five minutes: their code and their variables.',
    noise: 'Medium. Security scanners and Terraform: ignore their roles or raise `gte`.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html',
    mitre: { id: 'T1526', name: 'Cloud Service Discovery' },
  },
  {
    name: 'quotas-read-in-many-regions',
    expression: `eventSource == "servicequotas.amazonaws.com"
      and eventName in ("GetAWSDefaultServiceQuota", "GetServiceQuota", "ListAWSDefaultServiceQuotas",
        "ListServiceQuotas")
      and not byAwsService()`,
    correlation: different('awsRegion', [CALLER], 5, 10 * MINUTE),
    severity: 'medium',
    description:
      'One identity read quotas in five regions within ten minutes, as before instances are started to mine.',
    noise: 'Low. Tools that watch quotas: ignore their roles.',
    reference: 'https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html',
    mitre: DISCOVERY,
  },
  {
    name: 'principals-guessed-with-trust-policy',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "UpdateAssumeRolePolicy"
      and startsWith(event.get("errorCode", ""), "MalformedPolicyDocument")`,
    correlation: many([CALLER], 10, HOUR),
    severity: 'medium',
    description:
      'Ten changes of trust policies by one identity failed within an hour. The error shows which users and roles of other accounts exist.',
    noise: 'Close to none. Engineers who debug a policy.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html',
    mitre: { id: 'T1087.004', name: 'Account Discovery: Cloud Account' },
  },
];
