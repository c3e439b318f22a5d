// Threats to IAM Identity Center: access to accounts, its users, groups and MFA devices, and who vouches for them.
// Part of the pack `threats`; pure data. Provisioning by SCIM has another event source, so no rule matches it.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';

const SSO = 'https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_';
const STORE = 'https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_';
const EVENTS = 'https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html';

const CLOUD_ROLES: Technique = { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' };

export const IDENTITY_CENTER_THREATS: readonly CatalogueRule[] = [
  {
    name: 'account-access-assigned',
    expression: `eventSource == "sso.amazonaws.com" and eventName == "CreateAccountAssignment" and not byAwsService()`,
    severity: 'medium',
    description: 'A user or a group was granted access to an account through Identity Center.',
    noise: 'One for each assignment. Ignore the role of the pipeline that manages them.',
    reference: `${SSO}CreateAccountAssignment.html`,
    mitre: CLOUD_ROLES,
    variants: [refused('A call to grant access to an account through Identity Center was refused.', 'medium')],
  },
  {
    name: 'permission-set-changed',
    expression: `eventSource == "sso.amazonaws.com"
      and eventName in ("AttachCustomerManagedPolicyReferenceToPermissionSet", "AttachManagedPolicyToPermissionSet",
        "DeletePermissionsBoundaryFromPermissionSet", "PutInlinePolicyToPermissionSet",
        "PutPermissionsBoundaryToPermissionSet")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'The permissions of a permission set were changed, in every account where it is assigned.',
    noise: 'Low. Infrastructure code that manages permission sets; ignore its role.',
    reference: `${SSO}PutInlinePolicyToPermissionSet.html`,
    mitre: CLOUD_ROLES,
    variants: [
      when(
        'eventName == "DeletePermissionsBoundaryFromPermissionSet"',
        'high',
        'The permissions boundary of a permission set was removed.',
      ),
    ],
  },
  {
    name: 'directory-user-created',
    expression: `eventSource in ("sso-directory.amazonaws.com", "identitystore.amazonaws.com")
      and eventName == "CreateUser" and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'A user was created in the directory of Identity Center by hand, not by SCIM.',
    noise: 'One for each user. None where an identity provider provisions all users.',
    reference: `${STORE}CreateUser.html`,
    mitre: { id: 'T1136.003', name: 'Create Account: Cloud Account' },
  },
  {
    name: 'directory-group-member-added',
    expression: `((eventSource == "sso-directory.amazonaws.com" and eventName == "AddMemberToGroup")
        or (eventSource == "identitystore.amazonaws.com" and eventName == "CreateGroupMembership"))
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A user was added to a group of Identity Center by hand, and gets the access of the group.',
    noise: 'One for each new member. None where an identity provider provisions the groups.',
    reference: `${STORE}CreateGroupMembership.html`,
    mitre: CLOUD_ROLES,
  },
  {
    name: 'directory-password-set',
    expression: 'eventSource == "sso-directory.amazonaws.com" and eventName == "UpdatePassword" and succeeded()',
    severity: 'medium',
    description: 'The password of an Identity Center user was set or reset.',
    noise: 'Low. Users who forgot their password.',
    reference: EVENTS,
    mitre: { id: 'T1098', name: 'Account Manipulation' },
  },
  {
    name: 'directory-mfa-weakened',
    expression: `((eventSource == "sso-directory.amazonaws.com" and eventName == "DeleteMfaDeviceForUser")
        or (eventSource == "sso.amazonaws.com" and eventName == "PutMfaDeviceManagementForDirectory"))
      and succeeded()`,
    severity: 'high',
    description: 'An MFA device of an Identity Center user was removed, or the MFA settings were changed.',
    noise: 'Low. Users who replace their phone.',
    reference: EVENTS,
    mitre: { id: 'T1556.006', name: 'Modify Authentication Process: Multi-Factor Authentication' },
  },
  {
    name: 'portal-session-changed',
    expression: 'eventSource == "sso.amazonaws.com" and eventName == "UpdateSsoConfiguration" and succeeded()',
    severity: 'medium',
    description: 'How long sign-ins to the access portal last was changed. A stolen session stays valid as long.',
    noise: 'Close to none.',
    reference: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/configure-user-session.html',
    mitre: { id: 'T1556', name: 'Modify Authentication Process' },
  },
  {
    name: 'identity-source-changed',
    expression: `((eventSource == "sso-directory.amazonaws.com" and eventName in (
            "CreateExternalIdPConfigurationForDirectory", "DisableExternalIdPConfigurationForDirectory",
            "EnableExternalIdPConfigurationForDirectory", "ImportExternalIdPCertificate",
            "UpdateExternalIdPConfigurationForDirectory"))
        or (eventSource == "sso.amazonaws.com" and eventName in (
            "AssociateDirectory", "DisassociateDirectory", "CreateTrustedTokenIssuer", "UpdateTrustedTokenIssuer")))`,
    severity: 'high',
    description: 'The identity provider, its certificate, or a trusted token issuer of Identity Center was changed.',
    noise: 'Close to none. Renewals of a certificate.',
    reference: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source.html',
    mitre: { id: 'T1484.002', name: 'Domain or Tenant Policy Modification: Trust Modification' },
    variants: [refused('A call to change the identity provider of Identity Center was refused.')],
  },
];
