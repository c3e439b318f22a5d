// Phrases for policies of resources, for what gives or takes access to data, and for ways into a network, in addition to those
// in the other files. Data only; see `phrase.ts`.

import type { Phrases } from './phrase.ts';

export const ACCESS_PHRASES: Phrases = {
  'acm-pca.amazonaws.com': {
    PutPolicy: 'set the policy of <certificate authority {request.resourceArn}>',
  },
  'codeartifact.amazonaws.com': {
    CreateDomain: 'created <package domain {request.domain}>',
    PutDomainPermissionsPolicy: 'set the policy of <package domain {request.domain}>',
    PutRepositoryPermissionsPolicy: 'set the policy of <package repository {request.repository}>',
  },
  'dynamodb.amazonaws.com': {
    PutResourcePolicy: 'set the policy of <table {request.resourceArn}>',
  },
  'elasticfilesystem.amazonaws.com': {
    PutFileSystemPolicy: 'set the policy of <file system {request.fileSystemId}>',
  },
  'es.amazonaws.com': {
    CreateDomain: 'created <search domain {request.domainName}>',
    CreateElasticsearchDomain: 'created <search domain {request.domainName}>',
    UpdateDomainConfig: 'changed <search domain {request.domainName}>',
    UpdateElasticsearchDomainConfig: 'changed <search domain {request.domainName}>',
  },
  'glacier.amazonaws.com': {
    SetVaultAccessPolicy: 'set the policy of <archive vault {request.vaultName}>',
  },
  'glue.amazonaws.com': {
    PutResourcePolicy: 'set the policy of the data catalog',
  },
  'kafka.amazonaws.com': {
    PutClusterPolicy: 'set the policy of <Kafka cluster {request.clusterArn}>',
  },
  'kinesis.amazonaws.com': {
    PutResourcePolicy: 'set the policy of <data stream {request.resourceARN}>',
  },
  's3tables.amazonaws.com': {
    PutTableBucketPolicy: 'set the policy of <table bucket {request.tableBucketARN}>',
    PutTablePolicy: 'set the policy of <table {request.name}>',
  },
  's3vectors.amazonaws.com': {
    PutVectorBucketPolicy: 'set the policy of <vector bucket {request.vectorBucketName}>',
  },
  'sagemaker.amazonaws.com': {
    PutModelPackageGroupPolicy: 'set the policy of <model group {request.modelPackageGroupName}>',
  },
  'cognito-identity.amazonaws.com': {
    CreateIdentityPool: 'created <Cognito identity pool {request.identityPoolName}>',
    UpdateIdentityPool: 'changed <Cognito identity pool {request.identityPoolName}>',
  },
  'ec2.amazonaws.com': {
    CreateSnapshots:
      'created snapshots of <the disks of instance {request.CreateSnapshotsRequest.InstanceSpecification.InstanceId}|disks>',
    CreateClientVpnEndpoint: 'created a Client VPN endpoint',
    CreateInstanceConnectEndpoint:
      'created <endpoint for SSH and RDP in subnet {request.CreateInstanceConnectEndpointRequest.SubnetId}|an endpoint for SSH and RDP>',
    ModifyEbsDefaultKmsKeyId: 'set the default key for disks[ to {request.ModifyEbsDefaultKmsKeyIdRequest.KmsKeyId}]',
    ModifyInstanceMetadataDefaults: 'changed the metadata defaults for instances',
  },
  'iam.amazonaws.com': {
    AcceptDelegationRequest: 'accepted <delegation request {request.delegationRequestId}>',
    SendDelegationToken: 'sent the token of <delegation request {request.delegationRequestId}>',
    EnableOutboundWebIdentityFederation: 'enabled outbound web identity federation',
  },
  'rbin.amazonaws.com': {
    DeleteRule: 'deleted <Recycle Bin rule {request.identifier}>',
    UnlockRule: 'removed the lock of <Recycle Bin rule {request.identifier}>',
    UpdateRule: 'changed <Recycle Bin rule {request.identifier}>',
  },
  'rds.amazonaws.com': {
    AddRoleToDBInstance: 'added <role {request.roleArn}> to <database {request.dBInstanceIdentifier}>',
    AddRoleToDBCluster: 'added <role {request.roleArn}> to <database cluster {request.dBClusterIdentifier}>',
    CopyDBClusterSnapshot: 'copied <database cluster snapshot {request.sourceDBClusterSnapshotIdentifier}>',
    RebootDBShardGroup: 'rebooted <database shard group {request.dBShardGroupIdentifier}>',
  },
  'redshift.amazonaws.com': {
    AuthorizeSnapshotAccess:
      'shared <Redshift snapshot {request.snapshotIdentifier|request.snapshotArn}>[ with {request.accountWithRestoreAccess}]',
    AuthorizeDataShare: 'shared <data share {request.dataShareArn}>[ with {request.consumerIdentifier}]',
    ModifyClusterIamRoles: 'changed the roles of <Redshift cluster {request.clusterIdentifier}>',
  },
  's3.amazonaws.com': {
    CreateJob: 'created a job of S3 Batch Operations',
    PutMultiRegionAccessPointPolicy:
      'set the policy of <access point {request.PutMultiRegionAccessPointPolicyRequest.Details.Name}>',
  },
  'ecr.amazonaws.com': {
    PutImageScanningConfiguration: 'changed the scanning of images in <repository {request.repositoryName}>',
    PutRegistryScanningConfiguration: 'changed the scanning of images in the registry',
  },
  'eks.amazonaws.com': {
    DisassociateAccessPolicy:
      'removed a policy from <{request.principalArn}|a principal> in <EKS cluster {request.name}>',
  },
  'elasticloadbalancing.amazonaws.com': {
    ApplySecurityGroupsToLoadBalancer: 'set the security groups of <load balancer {request.loadBalancerName}>',
    SetSecurityGroups: 'set the security groups of <load balancer {request.loadBalancerArn}>',
  },
  'events.amazonaws.com': {
    DeleteEventBus: 'deleted <event bus {request.name}>',
  },
  'ses.amazonaws.com': {
    PutConfigurationSetSendingOptions:
      'changed whether email may be sent with <configuration set {request.configurationSetName}>',
    UpdateConfigurationSetSendingEnabled:
      'changed whether email may be sent with <configuration set {request.configurationSetName}>',
    VerifyDomainDkim: 'requested DKIM tokens of <email domain {request.domain}>',
  },
  'apigateway.amazonaws.com': {
    GetApiKey: 'read <API key {request.apiKey}>',
    GetApiKeys: 'listed API keys',
  },
  'datasync.amazonaws.com': {
    CreateTask: 'created a DataSync task[ to {request.destinationLocationArn}]',
  },
  'bedrock.amazonaws.com': {
    DeleteKnowledgeBase: 'deleted <knowledge base {request.knowledgeBaseId}>',
    DeleteCustomModel: 'deleted <model {request.modelIdentifier}>',
    DeleteImportedModel: 'deleted <model {request.modelIdentifier}>',
    DeleteMarketplaceModelEndpoint: 'deleted <model endpoint {request.endpointArn}>',
    DeleteProvisionedModelThroughput: 'deleted <model capacity {request.provisionedModelId}>',
    CreateCustomModelDeployment: 'created a deployment[ of model {request.modelArn}]',
    PutEnforcedGuardrailConfiguration: 'changed which guardrail is enforced in the account',
    DeleteDataSource: 'deleted <data source {request.dataSourceId}>[ of knowledge base {request.knowledgeBaseId}]',
  },
};
