// Threats that use compute: functions, instances, builds and the code that runs in them. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';
import { CALLER, DAY, first, HOUR, many } from '../correlate.ts';

const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_';
const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/api/API_';

const SERVERLESS: Technique = { id: 'T1648', name: 'Serverless Execution' };
const DIRECT_CONNECTION: Technique = { id: 'T1021.008', name: 'Remote Services: Direct Cloud VM Connections' };

// Neither a person nor an instance: a role of a build system or of another workload.
const BY_WORKLOAD = 'not byPerson() and not byInstance()';

// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
const GRANTED_TO_ANYONE = `requestParameters.principal == "*" and not exists(requestParameters.sourceArn)
        and not exists(requestParameters.sourceAccount) and not exists(requestParameters.principalOrgID)`;

// https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ref.html
const SCRIPT_DOCUMENTS = `("AWS-RunShellScript", "AWS-RunPowerShellScript", "AWS-RunRemoteScript", "AWS-RunDocument",
        "AWS-ApplyAnsiblePlaybooks")`;

export const COMPUTE_THREATS: readonly CatalogueRule[] = [
  {
    name: 'function-code-updated-by-person',
    expression: `eventSource == "lambda.amazonaws.com" and startsWith(eventName, "UpdateFunctionCode")
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'A person or an instance, not a deployment, replaced the code of a function.',
    noise:
      'High where deployments do not use CloudFormation; ignore the deployment role. Moderate in development accounts.',
    reference: `${LAMBDA}UpdateFunctionCode.html`,
    mitre: SERVERLESS,
    variants: [
      when(
        BY_WORKLOAD,
        'medium',
        'A role of a build system or another workload replaced the code of a function. Deployments do this, and so do stolen roles.',
      ),
    ],
  },
  {
    name: 'function-layer-added-by-person',
    expression: `eventSource == "lambda.amazonaws.com" and startsWith(eventName, "UpdateFunctionConfiguration")
      and any(responseElements.layers[*], exists(it.arn)) and not byAwsService() and succeeded()`,
    severity: 'high',
    description:
      'A person or an instance, not a deployment, changed the configuration of a function that loads code from a layer.',
    noise:
      'High where deployments do not use CloudFormation; ignore the deployment role. Moderate in development accounts.',
    reference: `${LAMBDA}UpdateFunctionConfiguration.html`,
    mitre: SERVERLESS,
    variants: [
      when(
        BY_WORKLOAD,
        'medium',
        'A role of a build system or another workload changed the configuration of a function that loads code from a layer. Deployments do this, and so do stolen roles.',
      ),
    ],
  },
  {
    name: 'function-opened-to-others',
    expression: 'eventSource == "lambda.amazonaws.com" and startsWith(eventName, "AddPermission") and succeeded()',
    severity: 'low',
    description: 'A service or an account was granted permission to invoke a function.',
    noise: 'One for each trigger that a deployment adds.',
    reference: `${LAMBDA}AddPermission.html`,
    mitre: { id: 'T1546', name: 'Event Triggered Execution' },
    variants: [when(GRANTED_TO_ANYONE, 'high', 'Everyone was granted permission to invoke a function.')],
  },
  {
    name: 'function-url-opened-to-anyone',
    expression: `eventSource == "lambda.amazonaws.com"
      and startsWith(eventName, ("CreateFunctionUrlConfig", "UpdateFunctionUrlConfig"))
      and requestParameters.authType == "NONE" and succeeded()`,
    severity: 'high',
    description: 'A function was exposed to the internet without authentication.',
    noise: 'Low. Public webhooks.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    mitre: SERVERLESS,
  },
  {
    name: 'costly-instance-requested',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "RunInstances"
      and (glob(event.get("requestParameters.instanceType", ""), ("p*.*", "g*.*", "trn*.*", "inf*.*", "*.metal*", "*.48xlarge"))
        or glob(event.get("requestParameters.instanceType.value", ""), ("p*.*", "g*.*", "trn*.*", "inf*.*")))`,
    severity: 'medium',
    description: 'An instance of a type that cryptocurrency miners prefer was launched.',
    noise: 'None except from teams that train models or render. Ignore their roles.',
    reference: `${EC2}RunInstances.html`,
    mitre: { id: 'T1496.001', name: 'Resource Hijacking: Compute Hijacking' },
    variants: [
      refused('A launch of an instance of a type that cryptocurrency miners prefer was refused or failed.', 'medium'),
    ],
  },
  {
    name: 'instance-credentials-used-elsewhere',
    expression: `userIdentity.type == "AssumedRole" and "/i-" in event.get("userIdentity.arn", "")
      and glob(event.get("userIdentity.arn", ""), "arn:aws*:sts::*:assumed-role/*/i-*")
      and isPublicIp(sourceIPAddress)
      and not exists(userIdentity.invokedBy)
      and eventSource not in ("ssm.amazonaws.com", "ec2messages.amazonaws.com", "ssmmessages.amazonaws.com")
      and eventName != "RegisterManagedInstance"`,
    correlation: first(['userIdentity.accessKeyId', 'sourceIPAddress'], DAY, 0),
    severity: 'medium',
    description:
      'The credentials of an instance were used from a public address, which may not belong to the instance.',
    noise:
      'One for each session of an instance that reaches AWS over the internet. Ignore the addresses of your NAT gateways.',
    reference: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html',
    mitre: { id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' },
  },
  {
    name: 'ssh-key-pushed-to-instance',
    expression: `eventSource == "ec2-instance-connect.amazonaws.com"
      and eventName in ("SendSSHPublicKey", "SendSerialConsoleSSHPublicKey") and succeeded()`,
    severity: 'low',
    description: 'An SSH key was pushed to an instance. It permits a login for 60 seconds.',
    noise: 'One for each login where EC2 Instance Connect is in use.',
    reference: 'https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html',
    mitre: DIRECT_CONNECTION,
  },
  {
    name: 'serial-console-enabled',
    expression: 'eventSource == "ec2.amazonaws.com" and eventName == "EnableSerialConsoleAccess" and succeeded()',
    severity: 'high',
    description: 'Access to the serial consoles of all instances was enabled. Security groups do not protect it.',
    noise: 'Close to none.',
    reference: `${EC2}EnableSerialConsoleAccess.html`,
    mitre: DIRECT_CONNECTION,
  },
  {
    name: 'instance-start-script-changed',
    expression: `eventSource == "ec2.amazonaws.com" and eventName == "ModifyInstanceAttribute"
      and (exists(requestParameters.userData) or requestParameters.attribute == "userData") and succeeded()`,
    severity: 'high',
    description: 'The script that an instance runs as root at startup was replaced.',
    noise: 'Low. Infrastructure code that changes user data in place.',
    reference: `${EC2}ModifyInstanceAttribute.html`,
    mitre: { id: 'T1037', name: 'Boot or Logon Initialization Scripts' },
  },
  {
    name: 'instance-password-read',
    expression: 'eventSource == "ec2.amazonaws.com" and eventName == "GetPasswordData"',
    correlation: many([CALLER], 1, HOUR),
    severity: 'medium',
    description: 'The administrator password of a Windows instance was requested. Refused requests are included.',
    noise: 'One an hour for each identity that sets up Windows instances.',
    reference: `${EC2}GetPasswordData.html`,
    mitre: { id: 'T1552', name: 'Unsecured Credentials' },
  },
  {
    name: 'command-sent-to-instances',
    expression: `eventSource == "ssm.amazonaws.com" and eventName in ("SendCommand", "StartAutomationExecution")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'Commands were sent to instances through Systems Manager.',
    noise: 'High where patching or deployment uses it. Ignore those roles.',
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html',
    mitre: { id: 'T1651', name: 'Cloud Administration Command' },
  },
  {
    name: 'script-scheduled-on-instances',
    expression: `eventSource == "ssm.amazonaws.com" and eventName in ("CreateAssociation", "UpdateAssociation")
      and (requestParameters.name or responseElements.associationDescription.name) in ${SCRIPT_DOCUMENTS}
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'Systems Manager now runs a script on instances, and again on each new one: a way to stay on them.',
    noise: 'Low. Fleets that are configured in this way; ignore the deployment role.',
    reference: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html',
    mitre: { id: 'T1651', name: 'Cloud Administration Command' },
  },
  {
    name: 'build-project-made-public',
    expression: `eventSource == "codebuild.amazonaws.com" and eventName == "UpdateProjectVisibility"
      and requestParameters.projectVisibility == "PUBLIC_READ" and succeeded()`,
    severity: 'high',
    description: 'The logs and artifacts of a build project were made public.',
    noise: 'Close to none. Projects of open source software.',
    reference: 'https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProjectVisibility.html',
    mitre: { id: 'T1567', name: 'Exfiltration Over Web Service' },
  },
  {
    name: 'instance-metadata-weakened',
    expression: `eventSource == "ec2.amazonaws.com"
      and eventName in ("ModifyInstanceMetadataDefaults", "ModifyInstanceMetadataOptions")
      and (requestParameters.ModifyInstanceMetadataOptionsRequest.HttpTokens
        or requestParameters.ModifyInstanceMetadataDefaultsRequest.HttpTokens) == "optional"
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'The credentials of instances can be read without a token (IMDSv1), also through a vulnerable server.',
    noise: 'Low. Old software that does not know IMDSv2.',
    reference: `${EC2}ModifyInstanceMetadataOptions.html`,
    mitre: { id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' },
  },
];
