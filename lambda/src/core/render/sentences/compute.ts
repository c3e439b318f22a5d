// Phrases for compute: instances, functions, containers, stacks, remote commands. Data only; see `phrase.ts`.

import type { Phrase } from './phrase.ts';

export const COMPUTE_PHRASES: Readonly<Record<string, Readonly<Record<string, Phrase>>>> = {
  'ec2.amazonaws.com': {
    RunInstances:
      'launched instances[ {response.instancesSet.items.*.instanceId}][ of type {request.instanceType}][ from {request.instancesSet.items.*.imageId}]',
    StartInstances: 'started instances[ {request.instancesSet.items.*.instanceId}]',
    StopInstances: 'stopped instances[ {request.instancesSet.items.*.instanceId}]',
    TerminateInstances: 'terminated instances[ {request.instancesSet.items.*.instanceId}]',
    ModifyInstanceAttribute: 'changed instance {request.instanceId}[: {request.attribute}]',
    AssociateIamInstanceProfile:
      'attached instance profile {request.AssociateIamInstanceProfileRequest.IamInstanceProfile.Name|request.AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn} to instance {request.AssociateIamInstanceProfileRequest.InstanceId}',
    GetPasswordData: 'read the administrator password of instance {request.instanceId}',
    CreateKeyPair: 'created key pair {request.keyName}',
    ImportKeyPair: 'imported key pair {request.keyName}',
    DeleteKeyPair: 'deleted key pair {request.keyName}',
    EnableSerialConsoleAccess: 'enabled serial console access for the account',
    CreateSnapshot: 'created a snapshot of volume {request.volumeId}',
    DeleteSnapshot: 'deleted snapshot {request.snapshotId}',
    ModifySnapshotAttribute:
      'changed who may use snapshot {request.snapshotId}[, adding {request.createVolumePermission.add.items.*.userId|request.createVolumePermission.add.items.*.group}]',
    ModifyImageAttribute:
      'changed who may use image {request.imageId}[, adding {request.launchPermission.add.items.*.userId|request.launchPermission.add.items.*.group}]',
    DeregisterImage: 'deregistered image {request.imageId}',
    DeleteVolume: 'deleted volume {request.volumeId}',
    DisableEbsEncryptionByDefault: 'disabled EBS encryption by default',
    DisableImageBlockPublicAccess: 'allowed images to be made public',
    DisableSnapshotBlockPublicAccess: 'allowed snapshots to be made public',
    ModifyInstanceMetadataOptions:
      'changed the metadata options of instance {request.ModifyInstanceMetadataOptionsRequest.InstanceId}',
    RequestSpotInstances: 'requested spot instances',
  },
  'ec2-instance-connect.amazonaws.com': {
    SendSSHPublicKey: 'sent an SSH key to instance {request.instanceId}[ as {request.instanceOSUser}]',
    SendSerialConsoleSSHPublicKey: 'sent an SSH key to the serial console of instance {request.instanceId}',
  },
  'ssm.amazonaws.com': {
    SendCommand:
      'ran {request.documentName} on[ {request.instanceIds.*}][ {request.targets.*.values.*}] by Run Command',
    StartSession: 'opened a session on {request.target}',
    TerminateSession: 'closed session {request.sessionId}',
    StartAutomationExecution: 'ran automation {request.documentName}',
    CreateDocument: 'created SSM document {request.name}',
    UpdateDocument: 'changed SSM document {request.name}',
    ModifyDocumentPermission: 'shared SSM document {request.name}[ with {request.accountIdsToAdd.*}]',
    PutParameter: 'set parameter {request.name}',
    DeleteParameter: 'deleted parameter {request.name}',
    GetParameter: 'read parameter {request.name}',
    GetParameters: 'read parameters[ {request.names.*}]',
  },
  'lambda.amazonaws.com': {
    CreateFunction: 'created function {request.functionName}',
    UpdateFunctionCode: 'changed the code of function {request.functionName}',
    UpdateFunctionConfiguration: 'changed the configuration of function {request.functionName}',
    DeleteFunction: 'deleted function {request.functionName}',
    AddPermission: 'allowed {request.principal} to call function {request.functionName}',
    RemovePermission: 'removed permission {request.statementId} of function {request.functionName}',
    CreateFunctionUrlConfig:
      'created a URL for function {request.functionName}[ with authentication {request.authType}]',
    CreateEventSourceMapping: 'connected {request.eventSourceArn} to function {request.functionName}',
    PublishLayerVersion: 'created layer version {request.layerName}',
  },
  'ecs.amazonaws.com': {
    RunTask: 'ran task {request.taskDefinition}[ in cluster {request.cluster}]',
    ExecuteCommand: 'opened a shell in task {request.task}[ of cluster {request.cluster}]',
    RegisterTaskDefinition: 'registered task definition {request.family}',
    DeleteService: 'deleted service {request.service}[ of cluster {request.cluster}]',
    DeleteCluster: 'deleted ECS cluster {request.cluster}',
    UpdateService: 'changed service {request.service}[ of cluster {request.cluster}]',
  },
  'ecr.amazonaws.com': {
    PutImage: 'pushed image {request.repositoryName}[ tagged {request.imageTag}]',
    DeleteRepository: 'deleted image repository {request.repositoryName}',
    SetRepositoryPolicy: 'changed who may use image repository {request.repositoryName}',
    BatchDeleteImage: 'deleted images of repository {request.repositoryName}',
  },
  'eks.amazonaws.com': {
    CreateCluster: 'created EKS cluster {request.name}',
    DeleteCluster: 'deleted EKS cluster {request.name}',
    UpdateClusterConfig: 'changed the configuration of EKS cluster {request.name}',
    CreateAccessEntry: 'granted {request.principalArn} access to EKS cluster {request.name}',
    AssociateAccessPolicy: 'granted {request.principalArn} {request.policyArn} on EKS cluster {request.name}',
  },
  'cloudformation.amazonaws.com': {
    CreateStack: 'created stack {request.stackName}',
    UpdateStack: 'changed stack {request.stackName}',
    DeleteStack: 'deleted stack {request.stackName}',
  },
  'codebuild.amazonaws.com': {
    CreateProject: 'created build project {request.name}',
    UpdateProjectVisibility: 'set the visibility of build project {request.projectArn} to {request.projectVisibility}',
  },
  'bedrock.amazonaws.com': {
    DeleteModelInvocationLoggingConfiguration: 'deleted the logging of model invocations',
    PutUseCaseForModelAccess: 'requested access to models',
  },
};
