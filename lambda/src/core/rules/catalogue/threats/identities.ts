// Threats to identities: sign-ins, permissions, roles and trust. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';
import { ALLOWS_ANYONE, ALLOWS_FOREIGN_ACCOUNT, GRANTS_ADMINISTRATION } from './policies.ts';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_';
const SIGN_IN_EVENTS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html';

const CLOUD_ACCOUNTS: Technique = { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' };
const CLOUD_ROLES: Technique = { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' };
const TRUST: Technique = { id: 'T1484.002', name: 'Domain or Tenant Policy Modification: Trust Modification' };
const CLOUD_ACCOUNT_CREATION: Technique = { id: 'T1136.003', name: 'Create Account: Cloud Account' };
const ACCESS_REMOVAL: Technique = { id: 'T1531', name: 'Account Access Removal' };

// Callers choose their user agent, so only rules of low severity rely on it.
const BY_DEPLOYMENT_TOOL = 'startsWith(userAgent, ("APN/1.0 HashiCorp/1.0 Terraform/", "APN/1.0 Pulumi/1.0 "))';

const ADMINISTRATOR_POLICIES = '(":policy/AdministratorAccess", ":policy/IAMFullAccess")';

export const IDENTITY_THREATS: readonly CatalogueRule[] = [
  {
    name: 'root-sign-in-failed',
    expression: `eventName == "ConsoleLogin" and userIdentity.type == "Root"
      and responseElements.ConsoleLogin == "Failure"`,
    severity: 'high',
    description: 'A sign-in as the root user failed.',
    noise: 'Rare. A mistyped password of the owner of the root user.',
    reference: SIGN_IN_EVENTS,
    mitre: { id: 'T1110', name: 'Brute Force' },
  },
  {
    name: 'sign-in-denied-by-policy',
    expression: `eventName == "ConsoleLogin" and startsWith(errorMessage, "Authorization denied because of a resource")`,
    severity: 'medium',
    description: 'A sign-in to the console was denied because of its network or identity.',
    noise: 'Low. People who are outside the networks that you allow.',
    reference: 'https://docs.aws.amazon.com/signin/latest/userguide/console-access-control.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'root-user-made-change',
    expression: `userIdentity.type == "Root" and not exists(userIdentity.invokedBy)
      and eventType != "AwsServiceEvent" and eventName != "CreateServiceLinkedRole"
      and not isReadOnly() and succeeded()`,
    severity: 'high',
    description: 'The root user signed in or changed something.',
    noise: 'Rare. Few tasks need the root user.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'signed-in-past-saml',
    expression: `eventName == "ConsoleLogin" and eventSource == "signin.amazonaws.com"
      and responseElements.ConsoleLogin == "Success"
      and userIdentity.type != "AssumedRole" and not exists(additionalEventData.SamlProviderArn)`,
    severity: 'medium',
    description: 'A user signed in to the console without the SAML identity provider.',
    noise: 'None where all users sign in through an identity provider. Disable the rule elsewhere.',
    reference: SIGN_IN_EVENTS,
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'administrator-policy-attached',
    expression: `((eventSource == "iam.amazonaws.com" and (
          (eventName in ("AttachUserPolicy", "AttachRolePolicy", "AttachGroupPolicy")
            and endsWith(requestParameters.policyArn, ${ADMINISTRATOR_POLICIES}))
          or (eventName in ("PutUserPolicy", "PutRolePolicy", "PutGroupPolicy", "CreatePolicy", "CreatePolicyVersion")
            and any(json(requestParameters.policyDocument).Statement[*], ${GRANTS_ADMINISTRATION}))))
        or (eventSource == "sso.amazonaws.com" and (
          (eventName == "AttachManagedPolicyToPermissionSet"
            and endsWith(requestParameters.managedPolicyArn, ${ADMINISTRATOR_POLICIES}))
          or (eventName == "PutInlinePolicyToPermissionSet"
            and any(json(requestParameters.inlinePolicy).Statement[*], ${GRANTS_ADMINISTRATION})))))
      and succeeded()`,
    severity: 'high',
    description:
      'Administrative permissions were granted to a user, role, group or permission set, or a policy with them was created.',
    noise: 'Low. Accounts that are being set up.',
    reference: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html',
    mitre: CLOUD_ROLES,
  },
  {
    name: 'role-opened-to-anyone',
    expression: `eventSource == "iam.amazonaws.com"
      and ((eventName == "UpdateAssumeRolePolicy"
          and any(json(requestParameters.policyDocument).Statement[*], ${ALLOWS_ANYONE}))
        or (eventName == "CreateRole"
          and any(json(requestParameters.assumeRolePolicyDocument).Statement[*], ${ALLOWS_ANYONE})))
      and succeeded()`,
    severity: 'critical',
    description: 'The trust policy of a role allows every AWS account. A condition may restrict it.',
    noise: 'Close to none. A few vendors require it together with an external ID.',
    reference: `${IAM}UpdateAssumeRolePolicy.html`,
    mitre: CLOUD_ROLES,
  },
  {
    name: 'role-opened-to-foreign-account',
    expression: `eventSource == "iam.amazonaws.com" and exists(recipientAccountId)
      and ((eventName == "UpdateAssumeRolePolicy"
          and any(json(requestParameters.policyDocument).Statement[*], ${ALLOWS_FOREIGN_ACCOUNT}))
        or (eventName == "CreateRole"
          and any(json(requestParameters.assumeRolePolicyDocument).Statement[*], ${ALLOWS_FOREIGN_ACCOUNT})))
      and succeeded()`,
    severity: 'high',
    description: 'The trust policy of a role allows an identity of another AWS account.',
    noise: 'One for each role that a vendor or another account of the organization uses. Ignore the deployment role.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    mitre: CLOUD_ROLES,
  },
  {
    name: 'role-trust-changed',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "UpdateAssumeRolePolicy" and succeeded()',
    severity: 'medium',
    description: 'The trust policy of a role, which says who can assume it, was changed.',
    noise: 'Low. Infrastructure code that changes roles.',
    reference: `${IAM}UpdateAssumeRolePolicy.html`,
    mitre: CLOUD_ROLES,
  },
  {
    name: 'iam-entity-created-by-hand',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("CreateGroup", "CreateInstanceProfile", "CreatePolicy", "CreatePolicyVersion",
        "CreateRole", "CreateServiceLinkedRole", "CreateUser")
      and event.get("userIdentity.invokedBy", "") != "cloudformation.amazonaws.com"
      and (eventName == "CreateUser" or not ${BY_DEPLOYMENT_TOOL}) and succeeded()`,
    severity: 'low',
    description: 'A user was created, or a group, role or policy without CloudFormation, Terraform or Pulumi.',
    noise: 'High where other tools deploy. Ignore the deployment role.',
    reference: `${IAM}CreateUser.html`,
    mitre: CLOUD_ACCOUNT_CREATION,
    variants: [
      when(
        'eventName in ("CreatePolicy", "CreatePolicyVersion")',
        'medium',
        'A policy or a version of one was created without CloudFormation, Terraform or Pulumi.',
      ),
    ],
  },
  {
    name: 'saml-provider-changed',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("CreateSAMLProvider", "UpdateSAMLProvider", "DeleteSAMLProvider")
      and ":assumed-role/AWSServiceRoleForSSO/" not in userIdentity.arn
      and succeeded()`,
    severity: 'high',
    description: 'A SAML identity provider was created, changed or deleted. Changes by Identity Center are excluded.',
    noise: 'Low. Yearly renewals of a certificate.',
    reference: `${IAM}UpdateSAMLProvider.html`,
    mitre: TRUST,
  },
  {
    name: 'oidc-provider-trusted',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("CreateOpenIDConnectProvider", "AddClientIDToOpenIDConnectProvider",
        "UpdateOpenIDConnectProviderThumbprint")
      and succeeded()`,
    severity: 'medium',
    description: 'The account trusts a new OpenID Connect provider, or another client or thumbprint of one.',
    noise: 'One for each new EKS cluster and each connected build system.',
    reference: `${IAM}CreateOpenIDConnectProvider.html`,
    mitre: TRUST,
  },
  {
    name: 'organization-left',
    expression: 'eventSource == "organizations.amazonaws.com" and eventName == "LeaveOrganization"',
    severity: 'critical',
    description: 'The account left its organization and its policies.',
    noise: 'None except when an account is handed over.',
    reference: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html',
    mitre: { id: 'T1666', name: 'Modify Cloud Resource Hierarchy' },
    variants: [refused('A call to leave the organization was refused.')],
  },
  {
    name: 'region-enabled',
    expression: 'eventName == "EnableRegion" and succeeded()',
    severity: 'medium',
    description: 'A region was enabled, possibly one without monitoring.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/accounts/latest/reference/API_EnableRegion.html',
    mitre: { id: 'T1535', name: 'Unused/Unsupported Cloud Regions' },
  },
  {
    name: 'region-disabled',
    expression: 'eventSource == "account.amazonaws.com" and eventName == "DisableRegion" and succeeded()',
    severity: 'medium',
    description: 'A region was disabled. What runs in it cannot be reached or stopped until it is enabled again.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/accounts/latest/reference/API_DisableRegion.html',
    mitre: ACCESS_REMOVAL,
  },
  {
    name: 'group-deleted',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "DeleteGroup" and not byAwsService()',
    severity: 'low',
    description: 'A group of users was deleted. Its members lost the permissions that it gave them.',
    noise: 'Low. Groups are rarely deleted.',
    reference: `${IAM}DeleteGroup.html`,
    mitre: ACCESS_REMOVAL,
    variants: [refused('A call to delete a group of users was refused or failed.', 'low')],
  },
];
