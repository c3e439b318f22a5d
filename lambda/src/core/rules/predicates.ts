// Named predicates: conditions that several rules share, each an expression of the rule language over one record.
// Data only; handed to the language as part of its environment, and printed in docs/default-rules.md.

/** A predicate and what it means, in words. */
export interface Predicate {
  readonly expression: string;
  readonly meaning: string;
}

// The client names of the console, as they stand in `userAgent`. AWS documents none of them; the list is what people
// have collected over the years, and the reason why `sessionCredentialFromConsole` is asked first.
const CONSOLE_USER_AGENT = `event.get("userAgent", "") in (
    "console.amazonaws.com", "Coral/Jakarta", "Coral/Netty4", "AWS CloudWatch Console")
  or startsWith(event.get("userAgent", ""), ("S3Console", "[S3Console", "Mozilla/"))
  or glob(event.get("userAgent", ""), (
    "console.*.amazonaws.com", "console*amazonaws.com*", "aws-internal*AWSLambdaConsole*", "*signin.amazonaws.com*"))`;

const CONSOLE_SESSION = 'event.get("sessionCredentialFromConsole", "") in (true, "true")';

const BY_AWS_SERVICE = `event.get("userIdentity.type", "") == "AWSService"
  or event.get("eventType", "") == "AwsServiceEvent"
  or event.get("userIdentity.invokedBy", "") == "AWS Internal"
  or (endsWith(event.get("userIdentity.invokedBy", ""), ".amazonaws.com")
    and event.get("userIdentity.invokedBy", "") != "signin.amazonaws.com")`;

// Identity Center puts its roles under this path and gives their names this prefix.
// https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
const IDENTITY_CENTER_ROLE = ':assumed-role/AWSReservedSSO_';

/** The predicates by name. */
export const PREDICATES = {
  fromConsole: {
    expression: `${CONSOLE_SESSION} or ${CONSOLE_USER_AGENT}`,
    meaning:
      'The call was made in the AWS console: CloudTrail says that the session came from there, or the user agent is one of the console.',
  },
  hasConsoleUserAgent: {
    expression: CONSOLE_USER_AGENT,
    meaning: 'The user agent is one of the console, whatever CloudTrail says of the session.',
  },
  isReadOnly: {
    expression: 'event.get("readOnly", "") in (true, "true")',
    meaning: 'CloudTrail marks the call as one that changes nothing; a record without the mark is not read-only.',
  },
  byAwsService: {
    expression: BY_AWS_SERVICE,
    meaning:
      'An AWS service made the call, for itself or on behalf of somebody (the old console, `signin.amazonaws.com`, does not count).',
  },
  byPerson: {
    expression: `event.get("userIdentity.type", "") in ("Root", "IAMUser", "FederatedUser", "SAMLUser", "IdentityCenterUser")
      or (event.get("userIdentity.type", "") == "AssumedRole"
        and ("${IDENTITY_CENTER_ROLE}" in event.get("userIdentity.arn", "")
          or "@" in event.get("userIdentity.arn", "")))`,
    meaning:
      'The identity is one that people use: root, an IAM user, a federated user, a role of Identity Center, or a role session named after an e-mail address.',
  },
  succeeded: {
    expression: 'event.get("errorCode", "") in ("", None) and event.get("errorMessage", "") in ("", None)',
    meaning: 'The record tells of no error.',
  },
} as const satisfies Readonly<Record<string, Predicate>>;

/** Name to expression, as `LanguageEnvironment.predicates` takes it. */
export const PREDICATE_EXPRESSIONS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(PREDICATES).map(([name, predicate]) => [name, predicate.expression]),
);
