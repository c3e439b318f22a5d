// Phrases for who gets access to an account and for what protects it. Data only; see `phrase.ts`.

import type { Phrase, Phrases } from './phrase.ts';

// The classic WAF has the same operations for CloudFront and in a region.
const CLASSIC_WAF: Readonly<Record<string, Phrase>> = {
  DeleteLoggingConfiguration: 'deleted the logging of <web ACL {request.resourceArn}>',
  DeleteRule: 'deleted <firewall rule {request.ruleId}>',
  DeleteRuleGroup: 'deleted <firewall rule group {request.ruleGroupId}>',
  DeleteWebACL: 'deleted <web ACL {request.webACLId}>',
};

export const PROTECTION_PHRASES: Phrases = {
  'sso.amazonaws.com': {
    AssociateDirectory: 'connected <directory {request.directoryId}> to Identity Center',
    DisassociateDirectory: 'disconnected <directory {request.directoryId}> from Identity Center',
    AttachCustomerManagedPolicyReferenceToPermissionSet:
      'attached <policy {request.customerManagedPolicyReference.name}> to <permission set {request.permissionSetArn}>',
    PutPermissionsBoundaryToPermissionSet:
      'set the permissions boundary of <permission set {request.permissionSetArn}>',
    DeletePermissionsBoundaryFromPermissionSet:
      'removed the permissions boundary of <permission set {request.permissionSetArn}>',
    PutMfaDeviceManagementForDirectory: 'changed the MFA settings of Identity Center',
    CreateTrustedTokenIssuer: 'created <trusted token issuer {request.name}>',
    UpdateTrustedTokenIssuer: 'changed <trusted token issuer {request.trustedTokenIssuerArn}>',
  },
  'sso-directory.amazonaws.com': {
    CreateExternalIdPConfigurationForDirectory: 'added an identity provider to Identity Center',
    EnableExternalIdPConfigurationForDirectory: 'enabled an identity provider of Identity Center',
    DisableExternalIdPConfigurationForDirectory: 'disabled an identity provider of Identity Center',
    UpdateExternalIdPConfigurationForDirectory: 'changed an identity provider of Identity Center',
    ImportExternalIdPCertificate: 'imported a certificate of an identity provider of Identity Center',
  },
  'iam.amazonaws.com': {
    EnableOrganizationsRootSessions: 'allowed root sessions in member accounts',
    DisableOrganizationsRootSessions: 'disabled root sessions in member accounts',
    DisableOrganizationsRootCredentialsManagement: 'disabled central control of root credentials',
  },
  'rolesanywhere.amazonaws.com': {
    EnableProfile: 'enabled <Roles Anywhere profile {request.profileId}>',
  },
  'kms.amazonaws.com': {
    DeleteCustomKeyStore: 'deleted <key store {request.customKeyStoreId}>',
    DisconnectCustomKeyStore: 'disconnected <key store {request.customKeyStoreId}>',
  },
  'ecr.amazonaws.com': {
    PutRegistryPolicy: 'changed who may use the image registry',
  },
  'ecs.amazonaws.com': {
    StartTask: 'started <task {request.taskDefinition}>[ in cluster {request.cluster}]',
    UpdateCluster: 'changed <ECS cluster {request.cluster}>',
  },
  'eks.amazonaws.com': {
    AssociateIdentityProviderConfig: 'added an identity provider to <EKS cluster {request.name}>',
    UpdateAccessEntry: 'changed access of <{request.principalArn}|a principal> to <EKS cluster {request.name}>',
    CreatePodIdentityAssociation:
      'granted <role {request.roleArn}> to <pods of {request.serviceAccount}|pods>[ in EKS cluster {request.name}]',
    UpdatePodIdentityAssociation: 'changed the role of pods[ to {request.roleArn}][ in EKS cluster {request.name}]',
  },
  'events.amazonaws.com': {
    PutPermission: 'changed who may send events to <event bus {request.eventBusName}>',
  },
  'ssm.amazonaws.com': {
    ResetServiceSetting: 'reset <{request.settingId}|a service setting>',
  },
  'cloudtrail.amazonaws.com': {
    DeleteChannel: 'deleted <CloudTrail channel {request.channel}>',
  },
  'config.amazonaws.com': {
    DeleteOrganizationConfigRule: 'deleted <organization Config rule {request.organizationConfigRuleName}>',
    DeleteOrganizationConformancePack:
      'deleted <organization conformance pack {request.organizationConformancePackName}>',
    DeleteRemediationConfiguration: 'deleted the remediation of <Config rule {request.configRuleName}>',
  },
  'access-analyzer.amazonaws.com': {
    UpdateArchiveRule: 'changed <archive rule {request.ruleName}> of <access analyzer {request.analyzerName}>',
  },
  'inspector2.amazonaws.com': {
    CreateFilter: 'created <Inspector filter {request.name}>',
    UpdateFilter: 'changed <Inspector filter {request.filterArn}>',
    DisableDelegatedAdminAccount: 'removed <account {request.delegatedAdminAccountId}> as the Inspector administrator',
  },
  'macie2.amazonaws.com': {
    CreateFindingsFilter: 'created <Macie filter {request.name}>',
    UpdateFindingsFilter: 'changed <Macie filter {request.id}>',
    DeleteMember: 'deleted <Macie member {request.id}>',
    DisassociateMember: 'disassociated <Macie member {request.id}>',
    UpdateMemberSession: 'changed Macie for <member {request.id}>[ to {request.status}]',
    DisableOrganizationAdminAccount: 'removed <account {request.adminAccountId}> as the Macie administrator',
    DisassociateFromMasterAccount: 'left the Macie administrator account',
  },
  'waf.amazonaws.com': CLASSIC_WAF,
  'waf-regional.amazonaws.com': {
    ...CLASSIC_WAF,
    DisassociateWebACL: 'removed the web ACL from <{request.resourceArn}|a resource>',
  },
};
