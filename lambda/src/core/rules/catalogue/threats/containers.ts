// Threats to containers: access to EKS clusters, commands in ECS tasks, and the roles of both.
// Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';

const EKS = 'https://docs.aws.amazon.com/eks/latest/APIReference/API_';
const ECS = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_';

const CLUSTER_ROLES: Technique = { id: 'T1098.006', name: 'Account Manipulation: Additional Container Cluster Roles' };
const CONTAINER_COMMAND: Technique = { id: 'T1609', name: 'Container Administration Command' };
const CLOUD_LOGS: Technique = { id: 'T1562.008', name: 'Impair Defenses: Disable or Modify Cloud Logs' };

// EKS creates an entry of these types for the nodes of a cluster.
// https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
const FOR_NODES = 'event.get("requestParameters.type", "STANDARD") not in ("STANDARD", "HYPERPOD_LINUX")';

const CLUSTER_ADMINISTRATION = `(endsWith(event.get("requestParameters.policyArn", ""),
          ("/AmazonEKSClusterAdminPolicy", "/AmazonEKSAdminPolicy"))
        or "system:masters" in requestParameters.kubernetesGroups[*])`;

// Without a list, the endpoint is open to every address.
// https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html
const OPEN_ENDPOINT = `(("0.0.0.0/0" in requestParameters.resourcesVpcConfig.publicAccessCidrs[*]
          or "::/0" in requestParameters.resourcesVpcConfig.publicAccessCidrs[*])
        or (eventName == "UpdateClusterConfig" and requestParameters.resourcesVpcConfig.endpointPublicAccess == True
          and not exists(requestParameters.resourcesVpcConfig.publicAccessCidrs)))`;

// Where the agent of ECS serves the credentials of a task, and the variable that has the path.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
const READS_CREDENTIALS = 'any(it.command[*], "169.254.170.2" in it or "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" in it)';

export const CONTAINER_THREATS: readonly CatalogueRule[] = [
  {
    name: 'cluster-access-granted',
    expression: `eventSource == "eks.amazonaws.com"
      and eventName in ("AssociateAccessPolicy", "CreateAccessEntry", "UpdateAccessEntry")
      and not (${FOR_NODES}) and not byAwsService()`,
    severity: 'medium',
    description: 'An identity was granted access to a Kubernetes cluster.',
    noise: 'A few for each new cluster. Ignore the deployment role.',
    reference: `${EKS}CreateAccessEntry.html`,
    mitre: CLUSTER_ROLES,
    variants: [
      refused('A call to grant access to a Kubernetes cluster was refused.', 'medium'),
      when(CLUSTER_ADMINISTRATION, 'high', 'An identity was made administrator of a Kubernetes cluster.'),
    ],
  },
  {
    name: 'cluster-access-removed',
    expression: `eventSource == "eks.amazonaws.com" and eventName in ("DeleteAccessEntry", "DisassociateAccessPolicy")
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'An identity lost access to a Kubernetes cluster, or a part of it.',
    noise: 'A few for each cluster that is deleted. Ignore the deployment role.',
    reference: `${EKS}DeleteAccessEntry.html`,
    mitre: { id: 'T1531', name: 'Account Access Removal' },
  },
  {
    name: 'cluster-opened-to-internet',
    expression: `eventSource == "eks.amazonaws.com" and eventName in ("CreateCluster", "UpdateClusterConfig")
      and ${OPEN_ENDPOINT} and succeeded()`,
    severity: 'medium',
    description: 'The API of a Kubernetes cluster can be reached from every address.',
    noise: 'One for each cluster that is public on purpose.',
    reference: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    mitre: { id: 'T1133', name: 'External Remote Services' },
  },
  {
    name: 'cluster-logging-disabled',
    expression: `eventSource == "eks.amazonaws.com" and eventName == "UpdateClusterConfig"
      and any(requestParameters.logging.clusterLogging[*], it.enabled == False and len(it.types) > 0) and succeeded()`,
    severity: 'high',
    description: 'A log of the control plane of a Kubernetes cluster was disabled.',
    noise: 'Low. Clusters that never had all logs: infrastructure code lists the others as disabled.',
    reference: 'https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'cluster-identity-provider-added',
    expression: 'eventSource == "eks.amazonaws.com" and eventName == "AssociateIdentityProviderConfig" and succeeded()',
    severity: 'medium',
    description: 'A Kubernetes cluster accepts the users of another identity provider.',
    noise: 'Close to none.',
    reference: `${EKS}AssociateIdentityProviderConfig.html`,
    mitre: { id: 'T1484.002', name: 'Domain or Tenant Policy Modification: Trust Modification' },
  },
  {
    name: 'role-granted-to-pods',
    expression: `eventSource == "eks.amazonaws.com"
      and eventName in ("CreatePodIdentityAssociation", "UpdatePodIdentityAssociation")
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'Pods of a Kubernetes cluster were given a role.',
    noise: 'One for each workload that is deployed with a role. Ignore the deployment role.',
    reference: `${EKS}CreatePodIdentityAssociation.html`,
    mitre: CLUSTER_ROLES,
  },
  {
    name: 'container-command-executed',
    expression: 'eventSource == "ecs.amazonaws.com" and eventName == "ExecuteCommand"',
    severity: 'medium',
    description: 'A command or a shell was started in a running container.',
    noise: 'One for each debugging session.',
    reference: `${ECS}ExecuteCommand.html`,
    mitre: CONTAINER_COMMAND,
    variants: [refused('A call to start a command in a running container was refused.', 'medium')],
  },
  {
    name: 'container-commands-allowed',
    expression: `eventSource == "ecs.amazonaws.com" and eventName in ("CreateService", "RunTask", "UpdateService")
      and requestParameters.enableExecuteCommand == True and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'A service or a task was set up so that commands can be started in its containers.',
    noise: 'One for each deployment of such a service. Ignore the deployment role.',
    reference: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
    mitre: CONTAINER_COMMAND,
  },
  {
    name: 'container-command-logging-disabled',
    expression: `eventSource == "ecs.amazonaws.com" and eventName in ("CreateCluster", "UpdateCluster")
      and requestParameters.configuration.executeCommandConfiguration.logging == "NONE" and succeeded()`,
    severity: 'medium',
    description: 'Commands in the containers of a cluster are no longer logged.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html',
    mitre: CLOUD_LOGS,
  },
  {
    name: 'task-role-overridden',
    expression: `eventSource == "ecs.amazonaws.com" and eventName in ("RunTask", "StartTask")
      and (exists(requestParameters.overrides.taskRoleArn) or exists(requestParameters.overrides.executionRoleArn))
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A task was started with a role other than the one of its definition.',
    noise: 'Low. Schedulers that choose the role of each job; ignore them.',
    reference: `${ECS}TaskOverride.html`,
    mitre: { id: 'T1610', name: 'Deploy Container' },
  },
  {
    name: 'task-definition-registered-by-person',
    expression: `eventSource == "ecs.amazonaws.com" and eventName == "RegisterTaskDefinition"
      and exists(requestParameters.taskRoleArn) and byPerson() and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'A person, not a deployment, defined a task with a role.',
    noise: 'Moderate where people deploy from their own machines.',
    reference: `${ECS}RegisterTaskDefinition.html`,
    mitre: { id: 'T1610', name: 'Deploy Container' },
  },
  {
    name: 'task-reads-its-credentials',
    expression: `eventSource == "ecs.amazonaws.com"
      and ((eventName == "RegisterTaskDefinition" and any(requestParameters.containerDefinitions[*], ${READS_CREDENTIALS}))
        or (eventName == "RunTask" and any(requestParameters.overrides.containerOverrides[*], ${READS_CREDENTIALS})))
      and succeeded()`,
    severity: 'high',
    description: 'The command of a container reads the credentials of the role of its task.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
    mitre: { id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' },
  },
  {
    name: 'image-scanning-disabled',
    expression: `eventSource == "ecr.amazonaws.com"
      and ((eventName == "PutImageScanningConfiguration"
          and requestParameters.imageScanningConfiguration.scanOnPush in (False, "false"))
        or (eventName == "PutRegistryScanningConfiguration"
          and not any(requestParameters.rules[*], it.scanFrequency != "MANUAL")))
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'Container images are no longer scanned for vulnerabilities when they are pushed.',
    noise: 'Low. Repositories that another scanner checks.',
    reference: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageScanningConfiguration.html',
    mitre: { id: 'T1562.001', name: 'Impair Defenses: Disable or Modify Tools' },
  },
];
