// Events that CloudTrail records and that are no operations of a service model, with the page that documents each.
// Checked by hand; aws-operations.json has the operations.

export interface OtherEvents {
  readonly source: string;
  readonly names: readonly string[];
  readonly page: string;
}

const SIGN_IN =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html';
const IDENTITY_CENTER_SIGN_IN =
  'https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html';
const IDENTITY_CENTER = 'https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html';
const IDENTITY_CENTER_DIRECTORY =
  'https://docs.aws.amazon.com/service-authorization/latest/reference/list_sso-directory.html';
const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html';
const CLOUD_SHELL = 'https://docs.aws.amazon.com/cloudshell/latest/userguide/logging-and-monitoring.html';
const AUTHORIZATION = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_';

export const OTHER_EVENTS: readonly OtherEvents[] = [
  // Events of the console, which are no API.
  {
    source: 'signin.amazonaws.com',
    names: [
      'ConsoleLogin',
      'CheckMfa',
      'PasswordRecoveryCompleted',
      'PasswordRecoveryRequested',
      'SwitchRole',
      'RenewRole',
    ],
    page: SIGN_IN,
  },
  {
    source: 'signin.amazonaws.com',
    names: ['GetSigninToken'],
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html',
  },
  {
    source: 'signin.amazonaws.com',
    names: ['UserAuthentication', 'CredentialChallenge', 'CredentialVerification', 'ExternalIdPDirectoryLogin'],
    page: IDENTITY_CENTER_SIGN_IN,
  },
  {
    source: 'sso.amazonaws.com',
    names: ['Authenticate', 'CreateToken', 'Federate', 'Logout', 'SearchGroups', 'SearchUsers'],
    page: IDENTITY_CENTER,
  },
  // Calls of the console, which are no public API.
  {
    source: 'sso.amazonaws.com',
    names: [
      'AssociateDirectory',
      'DisassociateDirectory',
      'PutMfaDeviceManagementForDirectory',
      'UpdateSsoConfiguration',
    ],
    page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_sso.html',
  },
  {
    source: 'sso-directory.amazonaws.com',
    names: [
      'AddMemberToGroup',
      'CreateExternalIdPConfigurationForDirectory',
      'CreateUser',
      'DeleteMfaDeviceForUser',
      'DisableExternalIdPConfigurationForDirectory',
      'EnableExternalIdPConfigurationForDirectory',
      'ImportExternalIdPCertificate',
      'UpdateExternalIdPConfigurationForDirectory',
      'UpdatePassword',
    ],
    page: IDENTITY_CENTER_DIRECTORY,
  },
  {
    source: 'cloudshell.amazonaws.com',
    names: ['CreateEnvironment', 'CreateSession', 'PutCredentials', 'SendHeartBeat'],
    page: CLOUD_SHELL,
  },
  {
    source: 'support.amazonaws.com',
    names: ['InitiateCallForCase', 'InitiateChatForCase', 'PutCaseAttributes', 'RateCaseCommunication'],
    page: `${AUTHORIZATION}awssupport.html`,
  },
  { source: 'trustedadvisor.amazonaws.com', names: ['RefreshCheck'], page: `${AUTHORIZATION}awstrustedadvisor.html` },
  { source: 'q.amazonaws.com', names: ['SendMessage', 'StartConversation'], page: `${AUTHORIZATION}amazonq.html` },
  {
    source: 'grafana.amazonaws.com',
    names: ['login_auth_sso'],
    page: 'https://docs.aws.amazon.com/grafana/latest/userguide/logging-using-cloudtrail.html',
  },
  // S3 spells its control operations by what they apply to.
  {
    source: 's3.amazonaws.com',
    names: [
      'DeleteAccountPublicAccessBlock',
      'DeleteBucketPublicAccessBlock',
      'GetBucketPublicAccessBlock',
      'PutAccountPublicAccessBlock',
      'PutBucketObjectLockConfiguration',
      'PutBucketPublicAccessBlock',
    ],
    page: S3,
  },
  // A REST API outside the service model.
  { source: 'rds.amazonaws.com', names: ['DownloadCompleteDBLogFile'], page: `${AUTHORIZATION}amazonrds.html` },
  // Calls of the console to grant the use of a model, outside the service model.
  {
    source: 'bedrock.amazonaws.com',
    names: ['PutFoundationModelEntitlement'],
    page: `${AUTHORIZATION}amazonbedrock.html`,
  },
  // The spelling of the ClickOps notifier, without the suffix.
  {
    source: 'route53domains',
    names: ['TransferDomain'],
    page: 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_domains_TransferDomain.html',
  },
];
