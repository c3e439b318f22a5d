// Threats by resource policies and shares: queues, topics, secrets, images, layers, event buses and documents opened to
// other accounts or to everyone. Part of the pack `threats`; pure data.

import { type CatalogueRule, type Technique, when } from '../catalogue-rule.ts';
import { namesForeignAccount, opensToAnyone, opensToForeignAccount } from './policies.ts';

const TRANSFER: Technique = { id: 'T1537', name: 'Transfer Data to Cloud Account' };
const CLOUD_STORAGE: Technique = { id: 'T1530', name: 'Data from Cloud Storage' };

const REPOSITORY_POLICY = 'json(requestParameters.policyText)';
const QUEUE_POLICY = 'json(requestParameters.attributes.Policy)';
const SECRET_POLICY = 'json(requestParameters.resourcePolicy)';
const BUS_POLICY = 'json(requestParameters.policy)';

const QUEUE_OPENED_TO_ANYONE = `(${opensToAnyone(QUEUE_POLICY)} or "*" in requestParameters.aWSAccountIds[*])`;

// Services that name the policy in the same few ways. Those with a separate rule are left out.
const OTHER_POLICY = `json(requestParameters.policy.policy or requestParameters.policy or requestParameters.resourcePolicy
            or requestParameters.policyDocument or requestParameters.policyInJson or requestParameters.accessPolicies or "")`;

const ACCESS_POINT_POLICY = `json(requestParameters.PutAccessPointPolicyRequest.Policy
            or requestParameters.PutMultiRegionAccessPointPolicyRequest.Details.Policy or "")`;

const topicOpened = (opens: (policy: string) => string): string =>
  `(${opens('json(requestParameters.attributes.Policy)')}
          or (requestParameters.attributeName == "Policy" and ${opens('json(requestParameters.attributeValue)')}))`;
const TOPIC_OPENED_TO_ANYONE = `(${topicOpened(opensToAnyone)} or "*" in requestParameters.aWSAccountId[*])`;

const BUS_OPENED_TO_ANYONE = `((requestParameters.principal == "*" and not exists(requestParameters.condition))
        or ${opensToAnyone(BUS_POLICY)})`;

export const EXPOSURE_THREATS: readonly CatalogueRule[] = [
  {
    name: 'image-repository-opened-to-others',
    expression: `eventSource == "ecr.amazonaws.com" and eventName in ("PutRegistryPolicy", "SetRepositoryPolicy")
      and (${opensToAnyone(REPOSITORY_POLICY)} or ${opensToForeignAccount(REPOSITORY_POLICY)})
      and succeeded()`,
    severity: 'medium',
    description: 'The policy of a repository of container images allows an identity of another AWS account.',
    noise: 'One for each repository that accounts share. Ignore the deployment role.',
    reference: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html',
    mitre: TRANSFER,
    variants: [
      when(opensToAnyone(REPOSITORY_POLICY), 'high', 'A repository of container images was opened to everyone.'),
    ],
  },
  {
    name: 'queue-opened-to-others',
    expression: `eventSource == "sqs.amazonaws.com"
      and eventName in ("AddPermission", "CreateQueue", "SetQueueAttributes")
      and (${QUEUE_OPENED_TO_ANYONE} or ${opensToForeignAccount(QUEUE_POLICY)}
        or ${namesForeignAccount('requestParameters.aWSAccountIds[*]')})
      and succeeded()`,
    severity: 'medium',
    description: 'The policy of a queue allows an identity of another AWS account.',
    noise: 'One for each queue that accounts share. Ignore the deployment role.',
    reference: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html',
    mitre: TRANSFER,
    variants: [when(QUEUE_OPENED_TO_ANYONE, 'high', 'A queue was opened to everyone without a condition.')],
  },
  {
    name: 'topic-opened-to-others',
    expression: `eventSource == "sns.amazonaws.com"
      and eventName in ("AddPermission", "CreateTopic", "SetTopicAttributes")
      and (${TOPIC_OPENED_TO_ANYONE} or ${topicOpened(opensToForeignAccount)}
        or ${namesForeignAccount('requestParameters.aWSAccountId[*]')})
      and succeeded()`,
    severity: 'medium',
    description: 'The policy of a topic allows an identity of another AWS account.',
    noise: 'One for each topic that accounts share. Ignore the deployment role.',
    reference: 'https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html',
    mitre: TRANSFER,
    variants: [when(TOPIC_OPENED_TO_ANYONE, 'high', 'A topic was opened to everyone without a condition.')],
  },
  {
    name: 'secret-opened-to-others',
    expression: `eventSource == "secretsmanager.amazonaws.com" and eventName == "PutResourcePolicy"
      and (${opensToAnyone(SECRET_POLICY)} or ${opensToForeignAccount(SECRET_POLICY)})
      and succeeded()`,
    severity: 'high',
    description: 'The policy of a secret allows an identity of another AWS account.',
    noise: 'Low. Secrets that accounts of the organization share.',
    reference: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html',
    mitre: { id: 'T1555.006', name: 'Credentials from Password Stores: Cloud Secrets Management Stores' },
    variants: [when(opensToAnyone(SECRET_POLICY), 'critical', 'A secret was opened to everyone without a condition.')],
  },
  {
    name: 'function-layer-opened-to-others',
    expression: `eventSource == "lambda.amazonaws.com" and startsWith(eventName, "AddLayerVersionPermission")
      and exists(recipientAccountId) and exists(requestParameters.principal)
      and requestParameters.principal != recipientAccountId and succeeded()`,
    severity: 'low',
    description: 'Another AWS account was allowed to use a layer of functions and to read its code.',
    noise: 'One for each version of a layer that accounts share.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html',
    mitre: CLOUD_STORAGE,
    variants: [
      when(
        '(requestParameters.principal == "*" and not exists(requestParameters.organizationId))',
        'medium',
        'A layer of functions, with its code, was made public.',
      ),
    ],
  },
  {
    name: 'event-bus-opened-to-others',
    expression: `eventSource == "events.amazonaws.com" and eventName == "PutPermission"
      and (${BUS_OPENED_TO_ANYONE} or ${opensToForeignAccount(BUS_POLICY)}
        or (exists(requestParameters.principal) and requestParameters.principal not in ("*", recipientAccountId)))
      and succeeded()`,
    severity: 'low',
    description: 'Another AWS account was allowed to send events to an event bus.',
    noise: 'One for each account that sends its events to a central bus.',
    reference: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html',
    mitre: { id: 'T1546', name: 'Event Triggered Execution' },
    variants: [when(BUS_OPENED_TO_ANYONE, 'high', 'An event bus was opened to everyone without a condition.')],
  },
  {
    name: 'document-shared',
    expression: `eventSource == "ssm.amazonaws.com" and eventName == "ModifyDocumentPermission"
      and any(requestParameters.accountIdsToAdd[*], it != "") and succeeded()`,
    severity: 'medium',
    description: 'A document of Systems Manager was shared with another account.',
    noise: 'Low. Documents that accounts of the organization share.',
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ModifyDocumentPermission.html',
    mitre: TRANSFER,
    variants: [
      when(
        'any(requestParameters.accountIdsToAdd[*], lower(it) == "all")',
        'high',
        'A document of Systems Manager was made public.',
      ),
    ],
  },
  {
    name: 'document-sharing-allowed',
    expression: `eventSource == "ssm.amazonaws.com" and eventName in ("ResetServiceSetting", "UpdateServiceSetting")
      and endsWith(event.get("requestParameters.settingId", ""), "/ssm/documents/console/public-sharing-permission")
      and event.get("requestParameters.settingValue", "") != "Disable" and succeeded()`,
    severity: 'high',
    description: 'The block of public documents of Systems Manager was lifted.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html',
    mitre: TRANSFER,
  },
  {
    name: 'access-point-opened-to-others',
    expression: `eventSource == "s3.amazonaws.com"
      and eventName in ("PutAccessPointPolicy", "PutMultiRegionAccessPointPolicy")
      and (${opensToAnyone(ACCESS_POINT_POLICY)} or ${opensToForeignAccount(ACCESS_POINT_POLICY)})
      and succeeded()`,
    severity: 'medium',
    description: 'The policy of an access point of a bucket allows an identity of another AWS account.',
    noise: 'One for each bucket that accounts share through access points.',
    reference: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutAccessPointPolicy.html',
    mitre: CLOUD_STORAGE,
    variants: [
      when(
        opensToAnyone(ACCESS_POINT_POLICY),
        'high',
        'The policy of an access point of a bucket allows access to everyone without a condition.',
      ),
    ],
  },
  {
    name: 'resource-opened-to-others',
    expression: `eventSource in ("acm-pca.amazonaws.com", "bedrock-agentcore.amazonaws.com", "cloudtrail.amazonaws.com",
        "codeartifact.amazonaws.com", "dynamodb.amazonaws.com", "elasticfilesystem.amazonaws.com", "es.amazonaws.com",
        "glacier.amazonaws.com", "glue.amazonaws.com", "kafka.amazonaws.com", "kinesis.amazonaws.com",
        "lambda.amazonaws.com", "redshift-serverless.amazonaws.com", "redshift.amazonaws.com", "s3tables.amazonaws.com",
        "s3vectors.amazonaws.com", "sagemaker.amazonaws.com", "ssm.amazonaws.com")
      and eventName in ("CreateDomain", "CreateElasticsearchDomain", "PutClusterPolicy", "PutDomainPermissionsPolicy",
        "PutFileSystemPolicy", "PutModelPackageGroupPolicy", "PutPolicy", "PutRepositoryPermissionsPolicy",
        "PutResourcePolicy", "PutTableBucketPolicy", "PutTablePolicy", "PutVectorBucketPolicy", "SetVaultAccessPolicy",
        "UpdateDomainConfig", "UpdateElasticsearchDomainConfig")
      and (${opensToAnyone(OTHER_POLICY)} or ${opensToForeignAccount(OTHER_POLICY)})
      and not exists(requestParameters.vPCOptions) and succeeded()`,
    severity: 'medium',
    description: 'The policy of a table, stream, domain or other resource allows an identity of another AWS account.',
    noise:
      'One for each resource that accounts share, and for each OpenSearch domain with fine-grained access control. Ignore the deployment role.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html',
    mitre: TRANSFER,
    variants: [
      when(
        opensToAnyone(OTHER_POLICY),
        'high',
        'The policy of a table, stream, domain or other resource allows everyone without a condition.',
      ),
    ],
  },
];
