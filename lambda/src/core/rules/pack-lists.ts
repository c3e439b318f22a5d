// Fills the named lists that the rules of the catalogue refer to (`lists.own_function_names` and the like).
// In: what the settings say. Out: a list for each reserved name, always all of them, so that every rule compiles.

/** What the lists are made of; `Settings` has this shape. Accounts and users may be glob patterns. */
export interface PackParameters {
  readonly functionName: string;
  readonly consoleActions?: ConsoleActionParameters | null | undefined;
}

/** The module's `console_actions`. An empty list of what is included means everything. */
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

/** What the module has where `console_actions` is not set. */
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

/** Identity types that people may have, see the predicate `byPerson`. */
const PEOPLE_IDENTITY_TYPES = [
  'Root',
  'IAMUser',
  'FederatedUser',
  'SAMLUser',
  'IdentityCenterUser',
  'AssumedRole',
] as const;

/** The reserved lists and what they hold; users cannot fill these themselves. */
export const PACK_LISTS = {
  own_function_names: 'the name of the function that runs the rules',
  console_included_accounts: '`included_accounts` of `console_actions`; `*` where there are none',
  console_excluded_accounts: '`excluded_accounts` of `console_actions`, which wins over the included ones',
  console_included_users:
    '`included_users` as patterns of user name, principal id and ARN; `*` where there are none. Who has no e-mail address is watched in any case.',
  console_excluded_users: '`excluded_users` as patterns of user name, principal id and ARN',
  console_excluded_scoped_actions:
    '`eventSource:eventName` of what is no manual change: the list below, with `excluded_scoped_actions` appended or in its place',
  console_human_sessions: '`human_sessions` as patterns of the principal id, which ends in the role session name',
  console_client_identity_types: 'with `include_cli_and_sdk` the identity types that people have, else empty',
} as const satisfies Readonly<Record<string, string>>;

export type PackListName = keyof typeof PACK_LISTS;

/** The lists of the catalogue by name. Merge them over the user's own lists: the names are reserved. */
export function packLists(parameters: PackParameters): Readonly<Record<PackListName, readonly string[]>> {
  const watch = parameters.consoleActions ?? NOTHING_SET;
  return {
    own_function_names: [parameters.functionName],
    console_included_accounts: orAnything(watch.included_accounts),
    console_excluded_accounts: watch.excluded_accounts,
    console_included_users: orAnything(watch.included_users.flatMap(userPatterns)),
    console_excluded_users: watch.excluded_users.flatMap(userPatterns),
    console_excluded_scoped_actions: excludedScopedActions(watch),
    console_human_sessions: watch.human_sessions.map((pattern) => `*:${pattern}`),
    console_client_identity_types: watch.include_cli_and_sdk ? PEOPLE_IDENTITY_TYPES : [],
  };
}

/** Reserved names among the user's own lists, with what to do about each. */
export function packListProblems(lists: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(PACK_LISTS)
    .filter((name) => Object.hasOwn(lists, name))
    .map((name) => `lists.${name}: the name is reserved for the rule packs; choose another one`);
}

const orAnything = (patterns: readonly string[]): readonly string[] => (patterns.length === 0 ? ['*'] : patterns);

// A user stands in `userName` as it is, in `principalId` after a colon (AROA..:alice@example.com), in `arn` after a
// slash (assumed-role/Admin/alice@example.com, user/alice) or, for root, after a colon.
const userPatterns = (user: string): readonly string[] => [user, `*:${user}`, `*/${user}`];

function excludedScopedActions(watch: ConsoleActionParameters): readonly string[] {
  return watch.excluded_scoped_actions_effect === 'REPLACE'
    ? watch.excluded_scoped_actions
    : [...EXCLUDED_SCOPED_ACTIONS, ...watch.excluded_scoped_actions];
}

const under = (source: string, names: readonly string[]): readonly string[] => names.map((name) => `${source}:${name}`);

/**
 * Calls, as `eventSource:eventName`, that CloudTrail does not mark as read-only though they change nothing that
 * infrastructure code should know of: what the ClickOps notifier excludes, and what its users asked to be excluded.
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
  // The upload has been told of by CreateMultipartUpload.
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
