// Who made the call. In: a record. Out: the actor: a person if one is known, otherwise the user, role, service or account.
// Never a raw principal id if a better name is known; never a guess.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html

import { textAt } from './field-path.ts';
import { type CloudTrailRecord, isJsonObject, type Json } from './record.ts';

type ActorKind = 'person' | 'iam-user' | 'root' | 'role' | 'service' | 'unknown';

export interface Actor {
  /** An email address, or a user, session, role or service name. Never empty. */
  readonly name: string;
  readonly email: string | null;
  readonly kind: ActorKind;
  /** The role, permission set or user whose permissions were used; null if `name` already names it. */
  readonly via: string | null;
}

/** The actor of a record. Total: an undocumented identity has the kind `unknown`. */
export function actorOf(record: CloudTrailRecord): Actor {
  const identity = isJsonObject(record.userIdentity) ? record.userIdentity : {};
  const read = (path: string): string | null => named(textAt(identity, path));
  const arn = read('arn');
  switch (read('type') ?? typeInArn(arn)) {
    case 'Root':
      return { ...actor('Root user', 'root'), via: read('userName') };
    case 'IAMUser':
      return iamUser(read, arn);
    case 'AssumedRole':
      return assumedRole(read, arn);
    case 'Role':
      return namedRole(read('userName') ?? lastPart(arn));
    case 'FederatedUser':
      return { ...person(lastPart(arn) ?? sessionIn(read('principalId'))), via: issuerOf(read) };
    case 'AWSService':
      return actor(read('invokedBy') ?? 'an AWS service', 'service');
    case 'AWSAccount':
      return otherAccount(read);
    default:
      return directoryUser(record, read, arn);
  }
}

/** The IAM Identity Center permission set of a role, from the name that AWS generates; null for any other role. */
export function permissionSetOf(roleName: string): string | null {
  return /^AWSReservedSSO_(.+)_[0-9a-f]{4,}$/.exec(roleName)?.[1] ?? null;
}

/** The name of the assumed role; null if the record is not from a role session. */
export function roleNameOf(record: CloudTrailRecord): string | null {
  const issuer = named(textAt(record, 'userIdentity.sessionContext.sessionIssuer.userName'));
  return issuer ?? assumedRoleParts(named(textAt(record, 'userIdentity.arn'))).role;
}

/** Whether a session name was generated (instance id, SDK default, long number), so that it does not name a person. */
export function isMachineSession(sessionName: string): boolean {
  return MACHINE_SESSION.test(sessionName);
}

const MACHINE_SESSION = /^(?:m?i-[0-9a-f]{8,17}|AssumeRoleSession|[0-9a-f-]{32,36}|(?:.*[^0-9])?\d{9,})$/i;
const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;
const LONGEST_EMAIL = 320;

/** The ARN of the role of a session whose name was generated, so that the role is who acts; null for any other caller. */
export function machineRoleOf(record: CloudTrailRecord): string | null {
  const session = lastPart(textAt(record, 'userIdentity.arn') ?? null);
  if (roleNameOf(record) === null || session === null || !isMachineSession(session)) return null;
  return textAt(record, 'userIdentity.sessionContext.sessionIssuer.arn') || null;
}

type Read = (path: string) => string | null;

function iamUser(read: Read, arn: string | null): Actor {
  const name = read('userName') ?? lastPart(arn);
  if (name === null && read('accountId') === 'ANONYMOUS_PRINCIPAL') return actor('an anonymous caller', 'unknown');
  return actor(name ?? 'an unknown user', 'iam-user');
}

function assumedRole(read: Read, arn: string | null): Actor {
  const parts = assumedRoleParts(arn);
  const role = issuerOf(read) ?? parts.role;
  const session = parts.session ?? sessionIn(read('principalId'));
  const source = read('sessionContext.sourceIdentity');
  const permissionSet = role === null ? null : permissionSetOf(role);
  const human = source ?? (session !== null && (permissionSet !== null || isEmail(session)) ? session : null);
  if (human !== null) return { ...person(human), via: permissionSet ?? role };
  if (role === null) return actor(session ?? 'an unknown role', 'unknown');
  if (session === null || isMachineSession(session)) return actor(role, 'role');
  return { ...actor(session, 'role'), via: role };
}

function namedRole(name: string | null): Actor {
  return name === null ? actor('a role', 'unknown') : actor(name, 'role');
}

function otherAccount(read: Read): Actor {
  const account = read('accountId');
  if (account === 'ANONYMOUS_PRINCIPAL') return actor('an anonymous caller', 'unknown');
  const session = sessionIn(read('principalId'));
  const from = account === null ? null : `account ${account}`;
  if (session === null || isMachineSession(session)) return actor(from ?? 'another account', 'unknown');
  return { ...(isEmail(session) ? person(session) : actor(session, 'unknown')), via: from };
}

// Records of IAM Identity Center contain the user id in `onBehalfOf`. Older records and those of sign-ins also contain the user
// name: https://docs.aws.amazon.com/singlesignon/latest/userguide/username-sign-in-cloudtrail-events.html
function directoryUser(record: CloudTrailRecord, read: Read, arn: string | null): Actor {
  const details = USER_NAMES.map((path) => named(textAt(record, path))).find((name) => name !== null);
  const userName = read('userName') ?? details ?? lastPart(arn);
  if (userName !== null) return person(userName);
  const invokedBy = read('invokedBy');
  if (invokedBy !== null) return actor(invokedBy, 'service');
  if (textAt(record, 'eventType') === 'AwsCloudTrailInsight') return actor('CloudTrail Insights', 'service');
  if (textAt(record, 'eventType') === 'AwsAggregatedEvent') return actor('CloudTrail', 'service');
  const id = read('onBehalfOf.userId');
  return id === null ? actor('an unknown caller', 'unknown') : person(`Identity Center user ${id}`);
}

const USER_NAMES = ['additionalEventData', 'serviceEventDetails'].flatMap((field) => [
  `${field}.UserName`,
  `${field}.userName`,
]);

function actor(name: string, kind: ActorKind): Actor {
  return { name, email: isEmail(name) ? name : null, kind, via: null };
}

function isEmail(text: string): boolean {
  return text.length <= LONGEST_EMAIL && EMAIL.test(text);
}

function person(name: string | null): Actor {
  return actor(name ?? 'an unknown user', name === null ? 'unknown' : 'person');
}

function issuerOf(read: Read): string | null {
  return read('sessionContext.sessionIssuer.userName') ?? lastPart(read('sessionContext.sessionIssuer.arn'));
}

// `arn:aws:sts::<account>:assumed-role/<role>/<session>`; a session name contains no slash.
function assumedRoleParts(arn: string | null): { role: string | null; session: string | null } {
  const [, role, session] = /:assumed-role\/([^/]+)(?:\/(.+))?$/.exec(arn ?? '') ?? [];
  return { role: role ?? null, session: session ?? null };
}

function typeInArn(arn: string | null): string | null {
  const kind = /^arn:[^:]*:(?:iam|sts)::[^:]*:(root|user|assumed-role|role|federated-user)\b/.exec(arn ?? '')?.[1];
  return kind === undefined ? null : (TYPE_BY_ARN.get(kind) ?? null);
}

const TYPE_BY_ARN: ReadonlyMap<string, string> = new Map([
  ['root', 'Root'],
  ['user', 'IAMUser'],
  ['assumed-role', 'AssumedRole'],
  ['role', 'Role'],
  ['federated-user', 'FederatedUser'],
]);

function lastPart(arn: string | null): string | null {
  return named(/\/([^/]+)$/.exec(arn ?? '')?.[1]);
}

// Role sessions have the principal id `<unique id>:<session name>`.
function sessionIn(principalId: string | null): string | null {
  return named(/^[^:]+:(.+)$/.exec(principalId ?? '')?.[1]);
}

// CloudTrail writes this instead of a user name that may be a mistyped password.
function named(text: Json | undefined): string | null {
  return typeof text === 'string' && text.trim() !== '' && text !== 'HIDDEN_DUE_TO_SECURITY_REASONS' ? text : null;
}
