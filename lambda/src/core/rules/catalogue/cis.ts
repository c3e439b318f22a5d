// The pack `cis`: the monitoring controls 4.1 to 4.16 of the CIS AWS Foundations Benchmark v3.0, one rule for each
// control. Pure data. The conditions are those of the metric filters that Security Hub checks for these controls.

import { type Pack, refused, when } from './catalogue-rule.ts';

const CONTROLS = 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-';

export const CIS: Pack = {
  name: 'cis',
  description: 'The monitoring controls of the CIS AWS Foundations Benchmark v3.0, section 4.',
  rules: [
    {
      name: 'unauthorized-call-made',
      control: '4.1',
      expression: `(endsWith(event.get("errorCode", ""), "UnauthorizedOperation")
          or startsWith(event.get("errorCode", ""), "AccessDenied"))
        and event.get("sourceIPAddress", "") != "delivery.logs.amazonaws.com"
        and eventName != "HeadBucket"`,
      severity: 'medium',
      description:
        'A call was refused because of a missing permission. The log delivery service and HeadBucket are excluded.',
      noise: 'High. Overlaps with two rules of the pack `core`.',
      reference: `${CONTROLS}2`,
    },
    {
      name: 'iam-user-signed-in-without-mfa',
      control: '4.2',
      expression: `eventName == "ConsoleLogin"
        and userIdentity.type == "IAMUser"
        and event.get("additionalEventData.MFAUsed", "") != "Yes"
        and responseElements.ConsoleLogin == "Success"`,
      severity: 'high',
      description: 'An IAM user signed in to the console with only a password.',
      noise: 'None after every IAM user has an MFA device.',
      reference: `${CONTROLS}3`,
    },
    {
      name: 'root-user-used',
      control: '4.3',
      expression: `userIdentity.type == "Root"
        and not exists(userIdentity.invokedBy)
        and eventType != "AwsServiceEvent"`,
      severity: 'high',
      description: 'The root user was used. Read-only calls are included.',
      noise: 'Rare. The billing pages cause many of them when the root user opens them.',
      reference: `${CONTROLS}1`,
      variants: [refused('The root user made a call that failed or was refused.')],
    },
    {
      name: 'iam-policy-changed',
      control: '4.4',
      expression: `eventSource == "iam.amazonaws.com" and eventName in (
        "DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy",
        "CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion", "AttachRolePolicy",
        "DetachRolePolicy", "AttachUserPolicy", "DetachUserPolicy", "AttachGroupPolicy", "DetachGroupPolicy")`,
      severity: 'medium',
      description: 'An IAM policy was created, changed, deleted, attached or detached.',
      noise: 'High where infrastructure code is deployed often. Ignore the deployment role.',
      reference: `${CONTROLS}4`,
      variants: [refused('A call to change an IAM policy was refused.', 'medium')],
    },
    {
      name: 'trail-configuration-changed',
      control: '4.5',
      expression: `eventSource == "cloudtrail.amazonaws.com"
        and eventName in ("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging")`,
      severity: 'high',
      description: 'A trail was created, changed, deleted, started or stopped.',
      noise: 'Low.',
      reference: `${CONTROLS}5`,
      variants: [
        refused('A call to create, change, delete, start or stop a trail was refused.'),
        when(
          'eventName in ("StopLogging", "DeleteTrail")',
          'critical',
          'A trail was stopped or deleted. It records no more events.',
        ),
      ],
    },
    {
      name: 'console-sign-in-failed',
      control: '4.6',
      expression: 'eventName == "ConsoleLogin" and errorMessage == "Failed authentication"',
      severity: 'medium',
      description: 'A sign-in to the console failed because the password or the MFA code was wrong.',
      noise: 'A few a week from mistyped passwords. Look for bursts.',
      reference: `${CONTROLS}6`,
    },
    {
      name: 'kms-key-disabled-or-scheduled-for-deletion',
      control: '4.7',
      expression: 'eventSource == "kms.amazonaws.com" and eventName in ("DisableKey", "ScheduleKeyDeletion")',
      severity: 'high',
      description:
        'A customer managed key was disabled or scheduled for deletion. Data that it encrypts becomes unreadable.',
      noise: 'Low. Stacks that are deleted cause some.',
      reference: `${CONTROLS}7`,
      variants: [refused('A call to disable a customer managed key or to schedule its deletion was refused.')],
    },
    {
      name: 'bucket-access-changed',
      control: '4.8',
      expression: `eventSource == "s3.amazonaws.com" and eventName in (
        "PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication",
        "DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication")`,
      severity: 'medium',
      description: 'The access, the lifecycle or the replication of a bucket was changed.',
      noise: 'Several for each bucket that infrastructure code creates.',
      reference: `${CONTROLS}8`,
      variants: [
        refused('A call to change the access, the lifecycle or the replication of a bucket was refused.', 'medium'),
      ],
    },
    {
      name: 'config-recording-changed',
      control: '4.9',
      expression: `eventSource == "config.amazonaws.com" and eventName in (
        "StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder")`,
      severity: 'medium',
      description: 'The recording or the delivery of AWS Config was changed.',
      noise: 'Low. Control Tower does it when it enrolls an account.',
      reference: `${CONTROLS}9`,
      variants: [
        refused('A call to change the recording or the delivery of AWS Config was refused.', 'medium'),
        when(
          'eventName in ("StopConfigurationRecorder", "DeleteDeliveryChannel")',
          'high',
          'The recording of AWS Config was stopped, or its delivery channel was deleted.',
        ),
      ],
    },
    {
      name: 'security-group-changed',
      control: '4.10',
      expression: `eventName in (
        "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress",
        "RevokeSecurityGroupEgress", "CreateSecurityGroup", "DeleteSecurityGroup")`,
      severity: 'low',
      description: 'A security group was created or deleted, or its rules were changed.',
      noise: 'High. Load balancer controllers and deployments change security groups often.',
      reference: `${CONTROLS}10`,
      variants: [refused('A call to change a security group was refused.', 'low')],
    },
    {
      name: 'network-acl-changed',
      control: '4.11',
      expression: `eventName in (
        "CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry",
        "ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation")`,
      severity: 'medium',
      description: 'A network access control list was changed.',
      noise: 'Low. A few for each VPC that is created.',
      reference: `${CONTROLS}11`,
      variants: [refused('A call to change a network access control list was refused.', 'medium')],
    },
    {
      name: 'network-gateway-changed',
      control: '4.12',
      expression: `eventName in (
        "CreateCustomerGateway", "DeleteCustomerGateway", "AttachInternetGateway", "CreateInternetGateway",
        "DeleteInternetGateway", "DetachInternetGateway")`,
      severity: 'medium',
      description: 'An internet or customer gateway was created, deleted, attached or detached.',
      noise: 'Low.',
      reference: `${CONTROLS}12`,
      variants: [refused('A call to change an internet or customer gateway was refused.', 'medium')],
    },
    {
      name: 'route-table-changed',
      control: '4.13',
      expression: `eventSource == "ec2.amazonaws.com" and eventName in (
        "CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation", "DeleteRouteTable",
        "DeleteRoute", "DisassociateRouteTable")`,
      severity: 'medium',
      description: 'The routes of a subnet were changed.',
      noise: 'Low. Failover of network appliances replaces routes.',
      reference: `${CONTROLS}13`,
      variants: [refused('A call to change the routes of a subnet was refused.', 'medium')],
    },
    {
      name: 'vpc-changed',
      control: '4.14',
      expression: `eventName in (
        "CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AcceptVpcPeeringConnection", "CreateVpcPeeringConnection",
        "DeleteVpcPeeringConnection", "RejectVpcPeeringConnection", "AttachClassicLinkVpc", "DetachClassicLinkVpc",
        "DisableVpcClassicLink", "EnableVpcClassicLink")`,
      severity: 'medium',
      description: 'A VPC or a peering connection was created, changed or deleted.',
      noise: 'Low.',
      reference: `${CONTROLS}14`,
      variants: [refused('A call to change a VPC or a peering connection was refused.', 'medium')],
    },
    {
      name: 'organization-changed',
      control: '4.15',
      expression: `eventSource == "organizations.amazonaws.com" and eventName in (
        "AcceptHandshake", "AttachPolicy", "CancelHandshake", "CreateAccount", "CreateOrganization",
        "CreateOrganizationalUnit", "CreatePolicy", "DeclineHandshake", "DeleteOrganization",
        "DeleteOrganizationalUnit", "DeletePolicy", "DetachPolicy", "DisablePolicyType", "EnableAllFeatures",
        "EnablePolicyType", "InviteAccountToOrganization", "LeaveOrganization", "MoveAccount",
        "RemoveAccountFromOrganization", "UpdateOrganizationalUnit", "UpdatePolicy")`,
      severity: 'high',
      description: 'Accounts, units or policies of the organization were changed.',
      noise: 'Low. Only in the management account and in accounts that join or leave.',
      reference: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html',
      variants: [
        refused('A call to change accounts, units or policies of the organization was refused.'),
        when('eventName == "LeaveOrganization"', 'critical', 'The account left its organization and its policies.'),
      ],
    },
    {
      name: 'security-hub-disabled',
      control: '4.16',
      expression: `eventSource == "securityhub.amazonaws.com" and eventName in (
        "DisableSecurityHub", "BatchDisableStandards", "DisableImportFindingsForProduct",
        "DisassociateFromAdministratorAccount", "DisassociateFromMasterAccount")`,
      severity: 'high',
      description:
        'Security Hub, one of its standards or a product integration was disabled, or the account left its administrator.',
      noise: 'Close to none.',
      reference: 'https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DisableSecurityHub.html',
      variants: [refused('A call to disable Security Hub or a part of it was refused.')],
    },
  ],
};
