// Named predicates: conditions that several rules share, each an expression of the rule language over one record.
// Data only, passed to the language as part of its environment and listed in docs/default-rules.md.

/** A predicate and its meaning in words. */
export interface Predicate {
  readonly expression: string;
  readonly meaning: string;
}

// User agents of the console. AWS does not document them; the list is collected from real records, so
// `sessionCredentialFromConsole` is checked first. S3 writes user agents in brackets.
const CONSOLE_USER_AGENT = `userAgent in (
    "console.amazonaws.com", "Coral/Jakarta", "Coral/Netty4", "AWS CloudWatch Console",
    "[console.amazonaws.com]", "[Coral/Jakarta]", "[Coral/Netty4]", "[AWS CloudWatch Console]")
  or startsWith(userAgent, ("S3Console", "[S3Console", "Mozilla/", "[Mozilla/"))
  or glob(userAgent, (
    "console.*.amazonaws.com", "[console.*.amazonaws.com]", "console*amazonaws.com*", "[console*amazonaws.com*",
    "aws-internal*AWSLambdaConsole*", "[aws-internal*AWSLambdaConsole*", "*signin.amazonaws.com*"))`;

const CONSOLE_SESSION = 'event.get("sessionCredentialFromConsole", "") in (true, "true")';

const BY_AWS_SERVICE = `userIdentity.type == "AWSService"
  or eventType == "AwsServiceEvent"
  or userIdentity.invokedBy == "AWS Internal"
  or (endsWith(userIdentity.invokedBy, ".amazonaws.com")
    and userIdentity.invokedBy != "signin.amazonaws.com")`;

// Identity Center puts its roles under this path and gives their names this prefix.
// https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
const IDENTITY_CENTER_ROLE = ':assumed-role/AWSReservedSSO_';

// The paths of service-linked roles are reserved for AWS.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
const SERVICE_LINKED_ROLE = ':role/aws-service-role/';

/** The predicates by name. */
export const PREDICATES = {
  fromConsole: {
    expression: `${CONSOLE_SESSION} or ${CONSOLE_USER_AGENT}`,
    meaning:
      'The call was made in the AWS console: CloudTrail marks the session as a console session, or the user agent is one of the console.',
  },
  hasConsoleUserAgent: {
    expression: CONSOLE_USER_AGENT,
    meaning: 'The user agent is one of the console, whether or not CloudTrail marks the session as a console session.',
  },
  isReadOnly: {
    expression: 'event.get("readOnly", "") in (true, "true")',
    meaning: 'CloudTrail marks the call as read-only. A record without the mark is not read-only.',
  },
  byAwsService: {
    expression: BY_AWS_SERVICE,
    meaning:
      'An AWS service made the call, for itself or on behalf of a caller. The old console, `signin.amazonaws.com`, does not count.',
  },
  isAwsService: {
    expression: `userIdentity.type == "AWSService"
      or "${SERVICE_LINKED_ROLE}" in userIdentity.sessionContext.sessionIssuer.arn`,
    meaning:
      'The caller is an AWS service itself, or a service in its service-linked role; not a caller on whose behalf a service works.',
  },
  byInstance: {
    expression: `userIdentity.type == "AssumedRole"
      and glob(userIdentity.arn, "arn:aws*:sts::*:assumed-role/*/i-*")`,
    meaning: 'The credentials are those of an EC2 instance.',
  },
  byPerson: {
    expression: `userIdentity.type in ("Root", "IAMUser", "FederatedUser", "SAMLUser", "IdentityCenterUser")
      or (userIdentity.type == "AssumedRole"
        and ("${IDENTITY_CENTER_ROLE}" in userIdentity.arn
          or "@" in userIdentity.arn))`,
    meaning:
      'The identity is one that people use: the root user, an IAM user, a federated user, a role of Identity Center, or a role session that is named after an email address.',
  },
  succeeded: {
    expression: 'event.get("errorCode", "") in ("", None) and event.get("errorMessage", "") in ("", None)',
    meaning: 'The record contains no error.',
  },
} as const satisfies Readonly<Record<string, Predicate>>;

/** Name to expression, as `LanguageEnvironment.predicates` takes it. */
export const PREDICATE_EXPRESSIONS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(PREDICATES).map(([name, predicate]) => [name, predicate.expression]),
);
