// Threats by IAM permissions and by ways around them: policies switched, boundaries removed, root assumed, certificates
// and service credentials trusted, leaked keys. Part of the pack `threats`; pure data.

import { type CatalogueRule, refused, type Technique, when } from '../catalogue-rule.ts';
import { ALLOWS_ESCALATION } from './policies.ts';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_';
const ROLES_ANYWHERE = 'https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_';

const CLOUD_CREDENTIALS: Technique = { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' };
const CLOUD_ROLES: Technique = { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' };
const TEMPORARY_ACCESS: Technique = {
  id: 'T1548.005',
  name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access',
};

// AWS attaches it to a user whose key was published, as a version such as `AWSCompromisedKeyQuarantineV3`.
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
const QUARANTINE = '":policy/AWSCompromisedKeyQuarantine" in event.get("requestParameters.policyArn", "")';

export const PERMISSION_THREATS: readonly CatalogueRule[] = [
  {
    name: 'leaked-key-quarantined',
    expression: `eventSource == "iam.amazonaws.com"
      and ((eventName == "AttachUserPolicy" and ${QUARANTINE})
        or (eventName == "PutUserPolicy" and startsWith(event.get("requestParameters.policyName", ""),
          ("AWSCompromisedKeyQuarantine", "AWSExposedCredentialPolicy"))))
      and succeeded()`,
    severity: 'critical',
    description: 'AWS found an access key of the user in public and limited what it can do. Delete the key.',
    noise: 'None.',
    reference: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html',
    mitre: { id: 'T1552.001', name: 'Unsecured Credentials: Credentials In Files' },
  },
  {
    name: 'leaked-key-released',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "DetachUserPolicy" and ${QUARANTINE} and succeeded()`,
    severity: 'high',
    description: 'The quarantine that AWS put on a user with a leaked access key was removed.',
    noise: 'One for each leaked key that was replaced.',
    reference: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html',
    mitre: { id: 'T1562.001', name: 'Impair Defenses: Disable or Modify Tools' },
  },
  {
    name: 'policy-version-switched',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "SetDefaultPolicyVersion"',
    severity: 'medium',
    description: 'Another version of a policy is now in effect. It can have more permissions.',
    noise: 'Low. Rollbacks. Infrastructure code creates versions that are the default.',
    reference: `${IAM}SetDefaultPolicyVersion.html`,
    mitre: CLOUD_ROLES,
    variants: [refused('A call to switch a policy to another version was refused.', 'medium')],
  },
  {
    name: 'escalation-allowed-by-policy',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("CreatePolicy", "CreatePolicyVersion", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy")
      and any(json(requestParameters.policyDocument).Statement[*], ${ALLOWS_ESCALATION})
      and succeeded()`,
    severity: 'medium',
    description:
      'A policy lets its holder pass any role to a service, or change any user, role or policy, and so get any permission.',
    noise: 'Low. Roles of deployments: limit which roles they pass, or add the condition `iam:PassedToService`.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    mitre: CLOUD_ROLES,
  },
  {
    name: 'user-added-to-group',
    expression: 'eventSource == "iam.amazonaws.com" and eventName == "AddUserToGroup"',
    severity: 'medium',
    description: 'A user was added to a group and gets its permissions.',
    noise: 'One for each new member of a group. Ignore the role that manages users.',
    reference: `${IAM}AddUserToGroup.html`,
    mitre: CLOUD_ROLES,
    variants: [
      refused('A call to add a user to a group was refused.', 'medium'),
      when(
        'userIdentity.type == "IAMUser" and userIdentity.userName == requestParameters.userName',
        'high',
        'A user added itself to a group and gets its permissions.',
      ),
    ],
  },
  {
    name: 'permissions-boundary-changed',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("DeleteRolePermissionsBoundary", "DeleteUserPermissionsBoundary", "PutRolePermissionsBoundary",
        "PutUserPermissionsBoundary")`,
    severity: 'low',
    description: 'The permissions boundary of a user or role was set to another policy.',
    noise: 'Low. Infrastructure code that adds boundaries to existing roles.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    mitre: { id: 'T1098', name: 'Account Manipulation' },
    variants: [
      refused('A call to change a permissions boundary was refused.', 'medium'),
      when(
        'eventName in ("DeleteRolePermissionsBoundary", "DeleteUserPermissionsBoundary")',
        'high',
        'The permissions boundary of a user or role was removed. Its policies apply in full.',
      ),
    ],
  },
  {
    name: 'permissions-changed-by-function',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("AddRoleToInstanceProfile", "AddUserToGroup", "AttachGroupPolicy", "AttachRolePolicy",
        "AttachUserPolicy", "CreateAccessKey", "CreateInstanceProfile", "CreateRole", "CreateUser", "PutGroupPolicy",
        "PutRolePolicy", "PutUserPolicy", "UpdateAssumeRolePolicy")
      and "AWS_Lambda" in event.get("userAgent", "") and succeeded()`,
    severity: 'medium',
    description: 'Code in a function changed users, roles or their permissions.',
    noise: 'Low. Functions that manage users, rotate keys or set up accounts; ignore their roles.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
    mitre: { id: 'T1648', name: 'Serverless Execution' },
  },
  {
    name: 'service-credential-created',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("CreateServiceSpecificCredential", "ResetServiceSpecificCredential")`,
    severity: 'medium',
    description: 'A password or an API key of a user for a single service was created or reset.',
    noise: 'Low. Users of CodeCommit, Keyspaces and Bedrock API keys.',
    reference: `${IAM}CreateServiceSpecificCredential.html`,
    mitre: CLOUD_CREDENTIALS,
    variants: [
      refused('A call to create a credential for a single service was refused.', 'medium'),
      when(
        'requestParameters.serviceName == "bedrock.amazonaws.com"',
        'high',
        'A long-term API key for Bedrock was created. Anyone with it can run models at your cost.',
      ),
    ],
  },
  {
    name: 'signing-key-uploaded',
    expression: `eventSource == "iam.amazonaws.com" and eventName in ("UploadSigningCertificate", "UploadSSHPublicKey")
      and succeeded()`,
    severity: 'medium',
    description: 'A signing certificate or an SSH key was added to an IAM user.',
    noise: 'Low. Users of CodeCommit.',
    reference: `${IAM}UploadSigningCertificate.html`,
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'root-password-created',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "CreateLoginProfile"
      and userIdentity.type == "Root" and not exists(requestParameters.userName) and succeeded()`,
    severity: 'critical',
    description: 'A console password was created for the root user.',
    noise: 'None, except when an organization recovers an account.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html',
    mitre: CLOUD_CREDENTIALS,
  },
  {
    name: 'mfa-device-added-outside-console',
    expression: `eventSource == "iam.amazonaws.com" and eventName in ("CreateVirtualMFADevice", "EnableMFADevice")
      and startsWith(event.get("userIdentity.accessKeyId", ""), "ASIA") and not fromConsole() and not byAwsService()
      and succeeded()`,
    severity: 'medium',
    description: 'An MFA device was added with temporary credentials outside the console, as with a stolen session.',
    noise: 'Low. Scripts that set up users.',
    reference: `${IAM}EnableMFADevice.html`,
    mitre: { id: 'T1556.006', name: 'Modify Authentication Process: Multi-Factor Authentication' },
  },
  {
    name: 'root-assumed',
    expression: 'eventSource == "sts.amazonaws.com" and eventName == "AssumeRoot"',
    severity: 'high',
    description: 'A session of the root user of a member account was started from the organization.',
    noise: 'Low. Tasks that need the root user of a member account.',
    reference: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html',
    mitre: TEMPORARY_ACCESS,
    variants: [
      refused('A call to start a session of the root user of a member account was refused.'),
      when(
        'endsWith(event.get("requestParameters.taskPolicyArn.arn", ""), "/IAMAuditRootUserCredentials")',
        'info',
        'A session was started that can only list the credentials of the root user of a member account.',
      ),
    ],
  },
  {
    name: 'root-access-management-changed',
    expression: `eventSource == "iam.amazonaws.com"
      and eventName in ("DisableOrganizationsRootCredentialsManagement", "DisableOrganizationsRootSessions",
        "EnableOrganizationsRootSessions")
      and succeeded()`,
    severity: 'medium',
    description:
      'Sessions of root users from the organization were allowed or ended, or central control of their credentials was ended.',
    noise: 'Once, when an organization is set up.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html',
    mitre: TEMPORARY_ACCESS,
  },
  {
    name: 'certificate-authority-trusted',
    expression: `eventSource == "rolesanywhere.amazonaws.com"
      and eventName in ("CreateTrustAnchor", "EnableTrustAnchor", "UpdateTrustAnchor")`,
    severity: 'medium',
    description: 'Roles Anywhere trusts a certificate authority. Its certificates can be exchanged for credentials.',
    noise: 'Close to none.',
    reference: `${ROLES_ANYWHERE}CreateTrustAnchor.html`,
    mitre: { id: 'T1484.002', name: 'Domain or Tenant Policy Modification: Trust Modification' },
    variants: [
      refused('A call to make Roles Anywhere trust a certificate authority was refused.', 'medium'),
      when(
        'requestParameters.source.sourceType == "CERTIFICATE_BUNDLE"',
        'high',
        'Roles Anywhere trusts a certificate authority outside AWS. Its certificates can be exchanged for credentials.',
      ),
    ],
  },
  {
    name: 'certificate-profile-changed',
    expression: `eventSource == "rolesanywhere.amazonaws.com"
      and eventName in ("CreateProfile", "EnableProfile", "UpdateProfile") and succeeded()`,
    severity: 'medium',
    description: 'The roles that certificates can assume through Roles Anywhere were changed.',
    noise: 'Low. Workloads outside AWS that are added.',
    reference: `${ROLES_ANYWHERE}CreateProfile.html`,
    mitre: CLOUD_ROLES,
  },
  {
    name: 'delegation-request-accepted',
    expression: `eventSource == "iam.amazonaws.com" and eventName in ("AcceptDelegationRequest", "SendDelegationToken")
      and succeeded()`,
    severity: 'medium',
    description: 'The provider of a product was given the temporary access that it had requested.',
    noise: 'Low. Products that are set up with temporary delegation.',
    reference: `${IAM}AcceptDelegationRequest.html`,
    mitre: TEMPORARY_ACCESS,
  },
  {
    name: 'outbound-federation-enabled',
    expression: `eventSource == "iam.amazonaws.com" and eventName == "EnableOutboundWebIdentityFederation"
      and succeeded()`,
    severity: 'medium',
    description: 'Identities of the account can now get signed tokens that services outside AWS accept.',
    noise: 'Close to none.',
    reference: `${IAM}EnableOutboundWebIdentityFederation.html`,
    mitre: { id: 'T1550.001', name: 'Use Alternate Authentication Material: Application Access Token' },
  },
];
