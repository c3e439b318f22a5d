// Threats to the organization and to the ownership of its accounts. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';

const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_';

const HIERARCHY: Technique = { id: 'T1666', name: 'Modify Cloud Resource Hierarchy' };

export const ORGANIZATION_THREATS: readonly CatalogueRule[] = [
  {
    name: 'account-closed',
    expression: 'eventSource == "organizations.amazonaws.com" and eventName == "CloseAccount"',
    severity: 'critical',
    description: 'An account of the organization is being closed. AWS deletes what it contains after 90 days.',
    noise: 'Close to none. Accounts that are retired; ignore the role that does it.',
    reference: `${ORGANIZATIONS}CloseAccount.html`,
    mitre: { id: 'T1531', name: 'Account Access Removal' },
    variants: [refused('A call to close an account was refused.')],
  },
  {
    name: 'organization-account-added',
    expression: `eventSource == "organizations.amazonaws.com"
      and eventName in ("CreateAccount", "CreateGovCloudAccount", "InviteAccountToOrganization")
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'An account was created in the organization or invited to it.',
    noise: 'One for each new account. Ignore the role of your account factory.',
    reference: `${ORGANIZATIONS}CreateAccount.html`,
    mitre: { id: 'T1136.003', name: 'Create Account: Cloud Account' },
  },
  {
    name: 'organization-joined',
    expression: `eventSource == "organizations.amazonaws.com" and eventName == "AcceptHandshake"
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'An invitation was accepted: the account joins an organization, whose owner then controls it.',
    noise: 'Close to none. Accounts that move to another organization.',
    reference: `${ORGANIZATIONS}AcceptHandshake.html`,
    mitre: HIERARCHY,
  },
  {
    name: 'organization-policy-removed',
    expression: `eventSource == "organizations.amazonaws.com"
      and eventName in ("DetachPolicy", "DeletePolicy", "DisablePolicyType")
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'A policy of the organization, such as a service control policy, was detached, deleted or disabled.',
    noise: 'Low. Infrastructure code that replaces policies; ignore its role.',
    reference: `${ORGANIZATIONS}DetachPolicy.html`,
    mitre: HIERARCHY,
  },
  {
    name: 'organization-account-moved',
    expression: `eventSource == "organizations.amazonaws.com"
      and eventName in ("MoveAccount", "RemoveAccountFromOrganization")
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description: 'An account was moved to another unit or out of the organization, so other policies apply to it.',
    noise: 'One for each new account that is moved to its unit. Ignore the role of your account factory.',
    reference: `${ORGANIZATIONS}MoveAccount.html`,
    mitre: HIERARCHY,
  },
  {
    name: 'organization-administration-delegated',
    expression: `eventSource == "organizations.amazonaws.com"
      and eventName in ("RegisterDelegatedAdministrator", "PutResourcePolicy")
      and not byAwsService() and succeeded()`,
    severity: 'high',
    description:
      'A member account was given administration of the organization or of a service in all of its accounts.',
    noise: 'Low. Security services that are set up.',
    reference: `${ORGANIZATIONS}RegisterDelegatedAdministrator.html`,
    mitre: { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
  },
  {
    name: 'account-contact-changed',
    expression: `eventSource == "account.amazonaws.com"
      and eventName in ("StartPrimaryEmailUpdate", "AcceptPrimaryEmailUpdate", "PutContactInformation",
        "PutAlternateContact", "DeleteAlternateContact")
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'The address to which AWS writes about the account, its bills or its security was changed.',
    noise: 'Low. New accounts; ignore the role of your account factory.',
    reference: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact.html',
    mitre: { id: 'T1098', name: 'Account Manipulation' },
    variants: [
      when(
        'eventName in ("StartPrimaryEmailUpdate", "AcceptPrimaryEmailUpdate")',
        'high',
        'The email address of the root user is being changed. Its owner can reset the root password.',
      ),
    ],
  },
];
