// Threats to identities: keys, passwords, roles and trust. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';
import { ALLOWS_ANYONE, ALLOWS_FOREIGN_ACCOUNT, GRANTS_ADMINISTRATION } from './policies.ts';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_';
const SIGN_IN_EVENTS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html';

const CLOUD_ACCOUNTS: Technique = { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' };
const CLOUD_CREDENTIALS: Technique = { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' };
const CLOUD_ROLES: Technique = { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' };
const TRUST: Technique = { id: 'T1484.002', name: 'Domain or Tenant Policy Modification: Trust Modification' };
const CLOUD_ACCOUNT_CREATION: Technique = { id: 'T1136.003', name: 'Create Account: Cloud Account' };

const ADMINISTRATOR_POLICIES = '(":policy/AdministratorAccess", ":policy/IAMFullAccess")';

export const IDENTITY_THREATS: readonly CatalogueRule[] = [
  {
    name: 'root-access-key-created',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "CreateAccessKey"
      and userIdentity.type == "Root" and not exists(requestParameters.userName) and succeeded()`,
    severity: 'critical',
    description: 'An access key was created for the root user. No IAM policy can limit it.',
    noise: 'None. No task needs such a key.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_add-key.html',
    mitre: CLOUD_CREDENTIALS,
  },
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
    name: 'access-key-created-for-other-user',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "CreateAccessKey"
      and exists(requestParameters.userName)
      and requestParameters.userName != event.get("userIdentity.userName", "") and succeeded()`,
    severity: 'medium',
    description: 'An access key was created for another user. The caller can now act as that user.',
    noise: 'One for each key that administrators or rotation jobs create.',
    reference: `${IAM}CreateAccessKey.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'console-password-created',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "CreateLoginProfile" and succeeded()',
    severity: 'medium',
    description: 'A console password was created for an IAM user.',
    noise: 'One for each new IAM user for a person.',
    reference: `${IAM}CreateLoginProfile.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'console-password-of-other-user-changed',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "UpdateLoginProfile"
      and requestParameters.passwordResetRequired is not True
      and not (userIdentity.type == "IAMUser"
        and lower(userIdentity.userName) == lower(requestParameters.userName))
      and succeeded()`,
    severity: 'high',
    description: 'The password of another user was set without a required reset. The caller can sign in as that user.',
    noise: 'Low. Administrators who set a password without a required reset.',
    reference: `${IAM}UpdateLoginProfile.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'iam-credentials-updated',
    expression: `eventSource == "iam.amazonaws.com" and eventName in (
        "ChangePassword", "UpdateAccessKey", "UpdateLoginProfile", "UpdateServiceSpecificCredential",
        "UpdateSSHPublicKey", "UpdateSigningCertificate")
      and succeeded()`,
    severity: 'info',
    description: 'A password, an access key or another credential of an IAM user was updated.',
    noise: 'One for each password change and each rotation of a key.',
    reference: `${IAM}ChangePassword.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'mfa-device-removed',
    expression: `eventSource == "iam.amazonaws.com" and eventName in ("DeactivateMFADevice", "DeleteVirtualMFADevice")
      and succeeded()`,
    severity: 'high',
    description: 'An MFA device of a user was removed.',
    noise: 'Low. Users who replace their phone.',
    reference: `${IAM}DeactivateMFADevice.html`,
    mitre: { id: 'T1556.006', name: 'Modify Authentication Process: Multi-Factor Authentication' },
  },
  {
    name: 'password-policy-deleted',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "DeleteAccountPasswordPolicy" and succeeded()',
    severity: 'medium',
    description: 'The password policy of the account was deleted. Weak passwords are accepted again.',
    noise: 'Close to none.',
    reference: `${IAM}DeleteAccountPasswordPolicy.html`,
    mitre: { id: 'T1556', name: 'Modify Authentication Process' },
  },
  {
    name: 'password-policy-read',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName == "GetAccountPasswordPolicy" and not byAwsService()`,
    severity: 'info',
    description: 'The password policy was read, as attackers do before they guess passwords.',
    noise: 'High from auditors and security scanners.',
    reference: `${IAM}GetAccountPasswordPolicy.html`,
    mitre: { id: 'T1201', name: 'Password Policy Discovery' },
    variants: [refused('A call to read the password policy was refused.', 'info')],
  },
  {
    name: 'iam-entity-created-by-hand',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("CreateGroup", "CreateInstanceProfile", "CreatePolicy", "CreatePolicyVersion",
        "CreateRole", "CreateServiceLinkedRole", "CreateUser")
      and event.get("userIdentity.invokedBy", "") != "cloudformation.amazonaws.com" and succeeded()`,
    severity: 'low',
    description: 'A user, group, role or policy was created without CloudFormation.',
    noise: 'High where infrastructure code is not CloudFormation. Ignore the deployment role.',
    reference: `${IAM}CreateUser.html`,
    mitre: CLOUD_ACCOUNT_CREATION,
    variants: [
      when(
        'eventName in ("CreatePolicy", "CreatePolicyVersion")',
        'medium',
        'A policy or a version of one was created without CloudFormation.',
      ),
    ],
  },
  {
    name: 'saml-provider-changed',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("CreateSAMLProvider", "UpdateSAMLProvider", "DeleteSAMLProvider")
      and ":assumed-role/AWSServiceRoleForSSO/" not in event.get("userIdentity.arn", "")
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
    name: 'federation-token-issued',
    expression: 'eventSource == "sts.amazonaws.com" and eventName == "GetFederationToken" and succeeded()',
    severity: 'medium',
    description: 'Temporary credentials were created from a long-term key. They stay valid when the key is disabled.',
    noise: 'None in most accounts. Some custom sign-in portals do it for each user.',
    reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html',
    mitre: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
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
];
