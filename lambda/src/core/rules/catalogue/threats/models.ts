// Threats to Bedrock: stolen model access, guardrails and logging removed, agents changed. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';
import { ALLOWS_ANYONE, ALLOWS_FOREIGN_ACCOUNT } from './policies.ts';

const BEDROCK = 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_';

const SERVICE_HIJACKING: Technique = { id: 'T1496.004', name: 'Resource Hijacking: Cloud Service Hijacking' };

export const MODEL_THREATS: readonly CatalogueRule[] = [
  {
    name: 'model-access-requested',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("PutFoundationModelEntitlement", "CreateFoundationModelAgreement", "PutUseCaseForModelAccess")
      and not byAwsService()`,
    severity: 'medium',
    description: 'Access to a model of Bedrock was requested, as attackers do to use or sell it at your expense.',
    noise: 'A few for each model that a team starts to use.',
    reference: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html',
    mitre: SERVICE_HIJACKING,
    variants: [refused('A request for access to a model of Bedrock was refused.', 'medium')],
  },
  {
    name: 'model-capacity-bought',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("CreateProvisionedModelThroughput", "CreateMarketplaceModelEndpoint")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'Capacity for a model of Bedrock was bought. It costs money by the hour.',
    noise: 'Low. Teams that run their own models.',
    reference: `${BEDROCK}CreateProvisionedModelThroughput.html`,
    mitre: SERVICE_HIJACKING,
  },
  {
    name: 'guardrail-removed',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("DeleteGuardrail", "DeleteEnforcedGuardrailConfiguration", "DeleteAutomatedReasoningPolicy",
        "PutEnforcedGuardrailConfiguration", "UpdateGuardrail")
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'A guardrail of Bedrock or a policy that it checks was deleted, or a guardrail is no longer enforced.',
    noise: 'Low. Applications that are developed by hand.',
    reference: `${BEDROCK}DeleteGuardrail.html`,
    mitre: { id: 'T1562.001', name: 'Impair Defenses: Disable or Modify Tools' },
    variants: [when('eventName == "UpdateGuardrail"', 'low', 'The rules of a guardrail of Bedrock were changed.')],
  },
  {
    name: 'model-invocation-logging-changed',
    expression: `eventSource == "bedrock.amazonaws.com" and eventName == "PutModelInvocationLoggingConfiguration"
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'The destination or the content of the logs of model invocations was changed.',
    noise: 'Close to none.',
    reference: `${BEDROCK}PutModelInvocationLoggingConfiguration.html`,
    mitre: { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' },
    variants: [
      when(
        'requestParameters.loggingConfig.textDataDeliveryEnabled == False',
        'high',
        'Model invocations are no longer logged with their text.',
      ),
    ],
  },
  {
    name: 'agent-changed-by-person',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("CreateAgent", "UpdateAgent", "CreateAgentActionGroup", "UpdateAgentActionGroup",
        "AssociateAgentCollaborator", "AssociateAgentKnowledgeBase")
      and (byPerson() or byInstance()) and not byAwsService() and succeeded()`,
    severity: 'medium',
    description:
      'A person or an instance, not a deployment, created an agent or changed its instructions, tools or knowledge.',
    noise: 'High in development accounts; disable the rule there.',
    reference: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_UpdateAgent.html',
    mitre: { id: 'T1648', name: 'Serverless Execution' },
  },
  {
    name: 'model-knowledge-changed-by-person',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("CreateDataSource", "UpdateDataSource", "DeleteDataSource", "UpdateKnowledgeBase",
        "DeleteKnowledgeBase", "IngestKnowledgeBaseDocuments", "DeleteKnowledgeBaseDocuments")
      and (byPerson() or byInstance()) and not byAwsService() and succeeded()`,
    severity: 'low',
    description:
      'A person or an instance, not a deployment, changed or deleted a knowledge base, its documents or its sources.',
    noise: 'Moderate where people maintain documents by hand; ignore their roles.',
    reference: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_IngestKnowledgeBaseDocuments.html',
    mitre: { id: 'T1565.001', name: 'Data Manipulation: Stored Data Manipulation' },
  },
  {
    name: 'models-changed-with-api-key',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("DeleteCustomModel", "DeleteGuardrail", "DeleteImportedModel", "DeleteMarketplaceModelEndpoint",
        "DeleteModelInvocationLoggingConfiguration", "DeleteProvisionedModelThroughput",
        "PutModelInvocationLoggingConfiguration", "UpdateGuardrail")
      and additionalEventData.callWithBearerToken in (True, "true")`,
    severity: 'high',
    description: 'Models or settings of Bedrock were changed with an API key, which is made to invoke models.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html',
    mitre: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
    variants: [refused('A call to change models or settings of Bedrock with an API key was refused.')],
  },
  {
    name: 'model-imported',
    expression: `eventSource == "bedrock.amazonaws.com"
      and eventName in ("CreateModelImportJob", "CreateCustomModel", "CreateCustomModelDeployment",
        "RegisterMarketplaceModelEndpoint")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A model from outside was added to Bedrock. It may contain backdoors.',
    noise: 'Low. Teams that train their own models; ignore their roles.',
    reference: `${BEDROCK}CreateModelImportJob.html`,
    mitre: { id: 'T1525', name: 'Implant Internal Image' },
  },
  {
    name: 'model-opened-to-foreign-account',
    expression: `eventSource == "bedrock.amazonaws.com" and eventName == "PutResourcePolicy"
      and exists(recipientAccountId)
      and (any(json(requestParameters.resourcePolicy).Statement[*], ${ALLOWS_ANYONE})
        or any(json(requestParameters.resourcePolicy).Statement[*], ${ALLOWS_FOREIGN_ACCOUNT}))
      and succeeded()`,
    severity: 'high',
    description: 'The policy of a model or another resource of Bedrock allows everyone or another account to use it.',
    noise: 'Low. Accounts of the organization that share models.',
    reference: `${BEDROCK}PutResourcePolicy.html`,
    mitre: { id: 'T1537', name: 'Transfer Data to Cloud Account' },
  },
];
