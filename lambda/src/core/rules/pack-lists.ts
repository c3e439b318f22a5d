// Fills the named lists that the rules of the catalogue refer to, such as `lists.own_function_names`.
// In: the settings of the packs. Out: a list for every reserved name, whatever the settings, so that every rule compiles.

/** The settings that fill the lists; `Settings` has this shape. Accounts and users can be glob patterns. */
export interface PackParameters {
  readonly functionName: string;
  /** The module's `access_denied_by_services`; false if missing. */
  readonly accessDeniedByServices?: boolean | undefined;
  readonly consoleActions?: ConsoleActionParameters | null | undefined;
}

/** The module's variable `console_actions`. An empty list of included accounts or users includes all of them. */
export interface ConsoleActionParameters {
  readonly included_accounts: readonly string[];
  readonly excluded_accounts: readonly string[];
  readonly included_users: readonly string[];
  readonly excluded_users: readonly string[];
  readonly excluded_scoped_actions: readonly string[];
  readonly excluded_scoped_actions_effect: 'APPEND' | 'REPLACE';
  readonly include_cli_and_sdk: boolean;
  readonly human_sessions: readonly string[];
}

/** The defaults that apply if `console_actions` is not set. */
export const NOTHING_SET: ConsoleActionParameters = {
  included_accounts: [],
  excluded_accounts: [],
  included_users: [],
  excluded_users: [],
  excluded_scoped_actions: [],
  excluded_scoped_actions_effect: 'APPEND',
  include_cli_and_sdk: false,
  human_sessions: [],
};

/** Identity types that people can have; see the predicate `byPerson`. */
const PEOPLE_IDENTITY_TYPES = [
  'Root',
  'IAMUser',
  'FederatedUser',
  'SAMLUser',
  'IdentityCenterUser',
  'AssumedRole',
] as const;

// A service has its own type, or it is in its service-linked role; see the predicate `isAwsService`.
const SERVICE_IDENTITY_TYPES = ['AWSService', 'AssumedRole'] as const;

/** The reserved lists and what they contain. Users cannot fill them. */
export const PACK_LISTS = {
  own_function_names: 'the name of the function that runs the rules',
  access_denied_service_types:
    'the identity types of AWS services if `access_denied_by_services` is true, otherwise empty',
  console_included_accounts: '`included_accounts` of `console_actions`; `*` if there are none',
  console_excluded_accounts: '`excluded_accounts` of `console_actions`, which take precedence over the included ones',
  console_included_users:
    '`included_users` as patterns of user name, principal id and ARN; `*` if there are none. Identities without an email address are always watched.',
  console_excluded_users: '`excluded_users` as patterns of user name, principal id and ARN',
  console_excluded_scoped_actions:
    '`eventSource:eventName` of calls that are not manual changes: the list below, with `excluded_scoped_actions` appended to it or replacing it',
  console_human_sessions: '`human_sessions` as patterns of the principal id, which ends in the role session name',
  console_client_identity_types:
    'the identity types that people can have if `include_cli_and_sdk` is true, otherwise empty',
} as const satisfies Readonly<Record<string, string>>;

export type PackListName = keyof typeof PACK_LISTS;

/** Returns the lists of the catalogue by name. Merge them over the user's own lists: the names are reserved. */
export function packLists(parameters: PackParameters): Readonly<Record<PackListName, readonly string[]>> {
  const watch = parameters.consoleActions ?? NOTHING_SET;
  return {
    own_function_names: [parameters.functionName],
    access_denied_service_types: parameters.accessDeniedByServices === true ? SERVICE_IDENTITY_TYPES : [],
    console_included_accounts: orEverything(watch.included_accounts),
    console_excluded_accounts: watch.excluded_accounts,
    console_included_users: orEverything(watch.included_users.flatMap(userPatterns)),
    console_excluded_users: watch.excluded_users.flatMap(userPatterns),
    console_excluded_scoped_actions: excludedScopedActions(watch),
    console_human_sessions: watch.human_sessions.map((pattern) => `*:${pattern}`),
    console_client_identity_types: watch.include_cli_and_sdk ? PEOPLE_IDENTITY_TYPES : [],
  };
}

/** Returns a message for each reserved name among the user's own lists, with the remedy. */
export function packListProblems(lists: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(PACK_LISTS)
    .filter((name) => Object.hasOwn(lists, name))
    .map((name) => `lists.${name}: the name is reserved for the rule packs; choose another name`);
}

const orEverything = (patterns: readonly string[]): readonly string[] => (patterns.length === 0 ? ['*'] : patterns);

// The name of a user is the whole of `userName`, follows a colon in `principalId` (AROA..:alice@example.com), and follows
// a slash in `arn` (assumed-role/Admin/alice@example.com, user/alice) or, for root, a colon.
const userPatterns = (user: string): readonly string[] => [user, `*:${user}`, `*/${user}`];

function excludedScopedActions(watch: ConsoleActionParameters): readonly string[] {
  return watch.excluded_scoped_actions_effect === 'REPLACE'
    ? watch.excluded_scoped_actions
    : [...EXCLUDED_SCOPED_ACTIONS, ...watch.excluded_scoped_actions];
}

const under = (source: string, names: readonly string[]): readonly string[] => names.map((name) => `${source}:${name}`);

/**
 * Calls, as `eventSource:eventName`, that CloudTrail does not mark as read-only although they change nothing that
 * infrastructure code manages: the exclusions of the ClickOps notifier, and those that its users requested.
 */
export const EXCLUDED_SCOPED_ACTIONS: readonly string[] = [
  ...under('cognito-idp.amazonaws.com', ['InitiateAuth', 'RespondToAuthChallenge']),
  ...under('sso.amazonaws.com', ['Federate', 'Authenticate', 'Logout', 'SearchUsers', 'SearchGroups', 'CreateToken']),
  ...under('signin.amazonaws.com', [
    'UserAuthentication',
    'SwitchRole',
    'RenewRole',
    'ExternalIdPDirectoryLogin',
    'CredentialVerification',
    'CredentialChallenge',
    'CheckMfa',
  ]),
  ...under('logs.amazonaws.com', ['StartQuery']),
  ...under('cloudtrail.amazonaws.com', ['StartQuery']),
  ...under('iam.amazonaws.com', ['SimulatePrincipalPolicy', 'GenerateServiceLastAccessedDetails']),
  ...under('glue.amazonaws.com', ['BatchGetJobs', 'BatchGetCrawlers', 'StartJobRun', 'StartCrawler']),
  ...under('athena.amazonaws.com', ['StartQueryExecution']),
  ...under('servicecatalog.amazonaws.com', [
    'SearchProductsAsAdmin',
    'SearchProducts',
    'SearchProvisionedProducts',
    'TerminateProvisionedProduct',
  ]),
  ...under('cloudshell.amazonaws.com', ['CreateSession', 'PutCredentials', 'SendHeartBeat', 'CreateEnvironment']),
  ...under('kms.amazonaws.com', ['Decrypt', 'RetireGrant']),
  ...under('trustedadvisor.amazonaws.com', ['RefreshCheck']),
  // CreateMultipartUpload has already reported the upload.
  ...under('s3.amazonaws.com', ['UploadPart', 'UploadPartCopy']),
  ...under('route53domains', ['TransferDomain']),
  ...under('route53domains.amazonaws.com', ['TransferDomain']),
  ...under('support.amazonaws.com', [
    'AddAttachmentsToSet',
    'AddCommunicationToCase',
    'CreateCase',
    'InitiateCallForCase',
    'InitiateChatForCase',
    'PutCaseAttributes',
    'RateCaseCommunication',
    'RefreshTrustedAdvisorCheck',
    'ResolveCase',
  ]),
  ...under('grafana.amazonaws.com', ['login_auth_sso']),
  ...under('q.amazonaws.com', ['StartConversation', 'SendMessage']),
  ...under('ssm.amazonaws.com', ['StartSession']),
];
