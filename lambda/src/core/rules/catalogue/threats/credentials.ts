// Threats to credentials: access keys, passwords, MFA devices and tokens. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique } from '../catalogue-rule.ts';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_';

const CLOUD_CREDENTIALS: Technique = { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' };

export const CREDENTIAL_THREATS: readonly CatalogueRule[] = [
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
    name: 'password-policy-changed',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "UpdateAccountPasswordPolicy"
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'The password policy of the account was changed, possibly to permit weak passwords.',
    noise: 'One for each account that is set up.',
    reference: `${IAM}UpdateAccountPasswordPolicy.html`,
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
    name: 'federation-token-issued',
    expression: 'eventSource == "sts.amazonaws.com" and eventName == "GetFederationToken" and succeeded()',
    severity: 'medium',
    description: 'Temporary credentials were created from a long-term key. They stay valid when the key is disabled.',
    noise: 'None in most accounts. Some custom sign-in portals do it for each user.',
    reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html',
    mitre: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
  },
];
