// Phrases for models, builds, backups, email and domains, in addition to those in the other files. Data only; see `phrase.ts`.

import type { Phrases } from './phrase.ts';

export const WORKLOAD_PHRASES: Phrases = {
  'bedrock.amazonaws.com': {
    DeleteGuardrail: 'deleted <guardrail {request.guardrailIdentifier}>',
    UpdateGuardrail: 'changed <guardrail {request.guardrailIdentifier}>',
    DeleteEnforcedGuardrailConfiguration: 'stopped enforcing <guardrail configuration {request.configId}>',
    CreateProvisionedModelThroughput: 'created provisioned throughput[ for model {request.modelId}]',
    CreateMarketplaceModelEndpoint: 'created <model endpoint {request.endpointName}>',
    DeleteAutomatedReasoningPolicy: 'deleted <automated reasoning policy {request.policyArn}>',
    CreateDataSource: 'added <data source {request.name}>[ to knowledge base {request.knowledgeBaseId}]',
    UpdateDataSource: 'changed <data source {request.name}>[ of knowledge base {request.knowledgeBaseId}]',
    UpdateKnowledgeBase: 'changed <knowledge base {request.knowledgeBaseId}>',
    IngestKnowledgeBaseDocuments: 'added documents to <knowledge base {request.knowledgeBaseId}>',
    DeleteKnowledgeBaseDocuments: 'deleted documents of <knowledge base {request.knowledgeBaseId}>',
    CreateModelImportJob: 'imported <model {request.importedModelName}>',
    CreateCustomModel: 'created <custom model {request.modelName}>',
    RegisterMarketplaceModelEndpoint: 'registered <model endpoint {request.endpointIdentifier}>',
    PutResourcePolicy: 'set the policy of <{request.resourceArn}|a resource of Bedrock>',
    CreateAgent: 'created <Bedrock agent {request.agentName}>',
    UpdateAgent: 'changed <Bedrock agent {request.agentName|request.agentId}>',
    CreateAgentActionGroup: 'added <action group {request.actionGroupName}>[ to Bedrock agent {request.agentId}]',
    UpdateAgentActionGroup: 'changed <action group {request.actionGroupName}>[ of Bedrock agent {request.agentId}]',
    AssociateAgentCollaborator:
      'associated <collaborator {request.collaboratorName}>[ with Bedrock agent {request.agentId}]',
    AssociateAgentKnowledgeBase:
      'associated <knowledge base {request.knowledgeBaseId}>[ with Bedrock agent {request.agentId}]',
  },
  'codebuild.amazonaws.com': {
    StartBuildBatch: 'started a batch of builds of <project {request.projectName}>',
    CreateWebhook: 'created a webhook for <build project {request.projectName}>',
    UpdateWebhook: 'changed the webhook of <build project {request.projectName}>',
    ImportSourceCredentials: 'imported credentials for source repositories[ on {request.serverType}]',
  },
  'backup.amazonaws.com': {
    DisassociateRecoveryPoint: 'disassociated <recovery point {request.recoveryPointArn}> from its vault',
    DeleteBackupVaultAccessPolicy: 'deleted the policy of <backup vault {request.backupVaultName}>',
    StartCopyJob:
      'started copying <recovery point {request.recoveryPointArn}> to <{request.destinationBackupVaultArn}|a vault>',
  },
  's3.amazonaws.com': {
    PutObjectLegalHold: 'set the legal hold of <object {request.key}>[ of bucket {request.bucketName}]',
    PutObjectRetention: 'set the retention of <object {request.key}>[ of bucket {request.bucketName}]',
  },
  'ec2.amazonaws.com': {
    ModifyTrafficMirrorSession:
      'changed <traffic mirror session {request.ModifyTrafficMirrorSessionRequest.TrafficMirrorSessionId}>',
  },
  'rds.amazonaws.com': {
    ModifyGlobalCluster: 'changed <global database cluster {request.globalClusterIdentifier}>',
    RestoreDBClusterFromS3: 'restored <database cluster {request.dBClusterIdentifier}> from a bucket',
  },
  'ssm.amazonaws.com': {
    UpdateDocumentDefaultVersion: 'set the default version of <document {request.name}>[ to {request.documentVersion}]',
  },
  'route53.amazonaws.com': {
    CreateVPCAssociationAuthorization: 'allowed a VPC to be associated with <DNS zone {request.hostedZoneId}>',
    DisableHostedZoneDNSSEC: 'disabled the signing of <DNS zone {request.hostedZoneId}>',
    DeactivateKeySigningKey: 'deactivated <signing key {request.name}>[ of DNS zone {request.hostedZoneId}]',
  },
  'route53domains.amazonaws.com': {
    PushDomain: 'moved <domain {request.domainName}> to another registrar',
    RetrieveDomainAuthCode: 'read the transfer code of <domain {request.domainName}>',
    UpdateDomainNameservers: 'replaced the name servers of <domain {request.domainName}>',
    DeleteDomain: 'deleted <domain {request.domainName}>',
  },
  'ses.amazonaws.com': {
    CreateReceiptRule: 'created <rule for incoming email {request.rule.name}>',
    UpdateReceiptRule: 'changed <rule for incoming email {request.rule.name}>',
    SetActiveReceiptRuleSet: 'set the active rules for incoming email[ to {request.ruleSetName}]',
    PutIdentityPolicy: 'set a policy of <email sender {request.identity}>',
    CreateEmailIdentityPolicy: 'added a policy to <email sender {request.emailIdentity}>',
    UpdateEmailIdentityPolicy: 'changed a policy of <email sender {request.emailIdentity}>',
    DeleteEmailIdentity: 'deleted <email sender {request.emailIdentity}>',
  },
};
