// Threats to identities: keys, passwords, roles and trust. Part of the pack `threats`; pure data.

import type { CatalogueRule, Technique } from '../catalogue-rule.ts';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_';
const SIGN_IN_EVENTS =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html';

const CLOUD_ACCOUNTS: Technique = { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts' };
const CLOUD_CREDENTIALS: Technique = { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' };
const CLOUD_ROLES: Technique = { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' };
const TRUST: Technique = { id: 'T1484.002', name: 'Domain or Tenant Policy Modification: Trust Modification' };
const CLOUD_ACCOUNT_CREATION: Technique = { id: 'T1136.003', name: 'Create Account: Cloud Account' };

export const IDENTITY_THREATS: readonly CatalogueRule[] = [
  {
    name: 'root-access-key-created',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "CreateAccessKey"
      and userIdentity.type == "Root" and not exists(requestParameters.userName) and succeeded()`,
    severity: 'critical',
    description: 'An access key was made for the root user: a credential without limits that no policy can bind.',
    noise: 'None; nobody needs such a key.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_add-key.html',
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'root-sign-in-failed',
    expression: `eventName == "ConsoleLogin" and userIdentity.type == "Root"
      and responseElements.ConsoleLogin == "Failure"`,
    severity: 'high',
    description: 'Somebody tried to sign in as the root user and failed.',
    noise: 'Rare; a mistyped password of the person who keeps the root user.',
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
    noise: 'Rare: a handful of tasks need the root user.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html',
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'signed-in-past-saml',
    expression: `eventName == "ConsoleLogin" and eventSource == "signin.amazonaws.com"
      and responseElements.ConsoleLogin == "Success"
      and userIdentity.type != "AssumedRole" and not exists(additionalEventData.SamlProviderArn)`,
    severity: 'medium',
    description: 'Somebody signed in to the console as a user of the account instead of through the identity provider.',
    noise: 'None where everybody comes through the identity provider, one a sign-in elsewhere; disable it there.',
    reference: SIGN_IN_EVENTS,
    mitre: CLOUD_ACCOUNTS,
  },
  {
    name: 'administrator-policy-attached',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("AttachUserPolicy", "AttachRolePolicy", "AttachGroupPolicy")
      and endsWith(event.get("requestParameters.policyArn", ""), (":policy/AdministratorAccess", ":policy/IAMFullAccess"))
      and succeeded()`,
    severity: 'high',
    description: 'A user, role or group was given full administrative rights.',
    noise: 'Low; accounts that are being set up.',
    reference: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html',
    mitre: CLOUD_ROLES,
  },
  {
    name: 'role-opened-to-anyone',
    expression: `eventSource == "iam.amazonaws.com"
      and ((eventName == "UpdateAssumeRolePolicy"
          and any(json(requestParameters.policyDocument).Statement[*],
            it.Effect == "Allow" and (it.Principal == "*" or it.Principal.AWS == "*")))
        or (eventName == "CreateRole"
          and any(json(requestParameters.assumeRolePolicyDocument).Statement[*],
            it.Effect == "Allow" and (it.Principal == "*" or it.Principal.AWS == "*"))))
      and succeeded()`,
    severity: 'critical',
    description: 'A role was opened to every AWS account in the world, if perhaps under a condition.',
    noise: 'Close to none; a few vendors ask for it together with an external id.',
    reference: `${IAM}UpdateAssumeRolePolicy.html`,
    mitre: CLOUD_ROLES,
  },
  {
    name: 'role-trust-changed',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "UpdateAssumeRolePolicy" and succeeded()',
    severity: 'medium',
    description: 'Who may assume a role was changed.',
    noise: 'Low; infrastructure code that changes roles.',
    reference: `${IAM}UpdateAssumeRolePolicy.html`,
    mitre: CLOUD_ROLES,
  },
  {
    name: 'access-key-created-for-other-user',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "CreateAccessKey"
      and exists(requestParameters.userName)
      and requestParameters.userName != event.get("userIdentity.userName", "") and succeeded()`,
    severity: 'medium',
    description: 'Somebody made an access key for another user, and can act as that user from now on.',
    noise: 'One for each key that administrators or rotation jobs make.',
    reference: `${IAM}CreateAccessKey.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'console-password-created',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "CreateLoginProfile" and succeeded()',
    severity: 'medium',
    description: 'An IAM user was given a password for the console.',
    noise: 'One for each new IAM user who is a person.',
    reference: `${IAM}CreateLoginProfile.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'console-password-of-other-user-changed',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "UpdateLoginProfile"
      and requestParameters.passwordResetRequired is not True
      and not endsWith(event.get("userIdentity.arn", ""), event.get("requestParameters.userName", ""))
      and succeeded()`,
    severity: 'high',
    description: 'Somebody set the password of another user, who need not change it, and so can sign in as that user.',
    noise: 'Low; administrators who help without asking for a reset.',
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
    description: 'The second factor of a user was removed.',
    noise: 'Low; people with a new phone.',
    reference: `${IAM}DeactivateMFADevice.html`,
    mitre: { id: 'T1556.006', name: 'Modify Authentication Process: Multi-Factor Authentication' },
  },
  {
    name: 'password-policy-deleted',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "DeleteAccountPasswordPolicy" and succeeded()',
    severity: 'medium',
    description: 'The password policy of the account was deleted, so that weak passwords are accepted again.',
    noise: 'Close to none.',
    reference: `${IAM}DeleteAccountPasswordPolicy.html`,
    mitre: { id: 'T1556', name: 'Modify Authentication Process' },
  },
  {
    name: 'password-policy-read',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName == "GetAccountPasswordPolicy" and not byAwsService()`,
    severity: 'info',
    description: 'Somebody looked at the rules for passwords, as one does before guessing them.',
    noise: 'High from auditors and security scanners; for the curious.',
    reference: `${IAM}GetAccountPasswordPolicy.html`,
    mitre: { id: 'T1201', name: 'Password Policy Discovery' },
  },
  {
    name: 'iam-entity-created-by-hand',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("BatchCreateUser", "CreateGroup", "CreateInstanceProfile", "CreatePolicy", "CreatePolicyVersion",
        "CreateRole", "CreateServiceLinkedRole", "CreateUser")
      and event.get("userIdentity.invokedBy", "") != "cloudformation.amazonaws.com" and succeeded()`,
    severity: 'low',
    description: 'A user, group, role or policy was created other than by CloudFormation.',
    noise: 'High where infrastructure code is not CloudFormation; ignore the deployment role.',
    reference: `${IAM}CreateUser.html`,
    mitre: CLOUD_ACCOUNT_CREATION,
  },
  {
    name: 'saml-provider-changed',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("CreateSAMLProvider", "UpdateSAMLProvider", "DeleteSAMLProvider")
      and ":assumed-role/AWSServiceRoleForSSO/" not in event.get("userIdentity.arn", "")
      and succeeded()`,
    severity: 'high',
    description:
      'The trust in a SAML identity provider was created, changed or deleted, other than by Identity Center.',
    noise: 'Low; yearly renewals of a certificate.',
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
    description: 'The account was made to trust an OpenID Connect provider, or more of its clients.',
    noise: 'One for each new EKS cluster and each build system that is connected.',
    reference: `${IAM}CreateOpenIDConnectProvider.html`,
    mitre: TRUST,
  },
  {
    name: 'federation-token-issued',
    expression: 'eventSource == "sts.amazonaws.com" and eventName == "GetFederationToken" and succeeded()',
    severity: 'medium',
    description: 'Temporary credentials were made from a long-term key; they live on when the key is disabled.',
    noise: 'None in most accounts; some custom sign-in portals do it for each user.',
    reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html',
    mitre: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
  },
  {
    name: 'organization-left',
    expression: 'eventSource == "organizations.amazonaws.com" and eventName == "LeaveOrganization"',
    severity: 'critical',
    description: 'Somebody took the account out of its organization and its policies, or tried to.',
    noise: 'None but when accounts are handed over.',
    reference: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html',
    mitre: { id: 'T1666', name: 'Modify Cloud Resource Hierarchy' },
  },
  {
    name: 'region-enabled',
    expression: 'eventName == "EnableRegion" and succeeded()',
    severity: 'medium',
    description: 'A region was switched on, perhaps one that nobody watches.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/accounts/latest/reference/API_EnableRegion.html',
    mitre: { id: 'T1535', name: 'Unused/Unsupported Cloud Regions' },
  },
];
