// How the fields of a record are read. In: the field name of a Sigma rule. Out: the kind of its values, and its path in the rule
// language. CloudTrail documents the fields below as one string or one boolean; any other field may contain lists and objects.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html

import { Refusal } from './refusal.ts';
import { quote } from './source.ts';

/** - `text`, `boolean`: one value of this type. `any`: values of any type, in lists and objects or not. */
export interface RecordField {
  readonly kind: 'text' | 'boolean' | 'any';
  readonly path: string;
}

const BOOLEANS = new Set(['readOnly', 'managementEvent']);

const under = (parent: string, names: readonly string[]): string[] => names.map((name) => `${parent}.${name}`);

const TEXTS = new Set([
  ...['awsRegion', 'errorCode', 'errorMessage', 'eventCategory', 'eventID', 'eventName', 'eventSource', 'eventTime'],
  ...['eventType', 'eventVersion', 'recipientAccountId', 'requestID', 'sharedEventID', 'sourceIPAddress', 'userAgent'],
  ...['vpcEndpointAccountId', 'vpcEndpointId'],
  ...under('tlsDetails', ['cipherSuite', 'clientProvidedHostHeader', 'tlsVersion']),
  ...under('userIdentity', ['accessKeyId', 'accountId', 'arn', 'credentialId', 'identityProvider', 'invokedBy']),
  ...under('userIdentity', ['principalId', 'type', 'userName']),
  ...under('userIdentity.sessionContext.attributes', ['creationDate', 'mfaAuthenticated']),
  ...under('userIdentity.sessionContext.sessionIssuer', ['accountId', 'arn', 'principalId', 'type', 'userName']),
]);

/** Reads a field name. `line` is for refusals. */
export function recordField(name: string, line: number): RecordField {
  if (TEXTS.has(name)) return { kind: 'text', path: name };
  return { kind: BOOLEANS.has(name) ? 'boolean' : 'any', path: pathOf(name, line) };
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
// The keywords of the language and of the languages that it resembles cannot start a path.
const PLAIN_START = new Set([...TEXTS, ...BOOLEANS].map((name) => name.split('.')[0]));
const OTHER_STARTS = [
  'additionalEventData',
  'requestParameters',
  'resources',
  'responseElements',
  'serviceEventDetails',
];

function pathOf(name: string, line: number): string {
  const [first = '', ...rest] = name.split('.');
  if (!IDENTIFIER.test(first))
    throw new Refusal(line, `\`${name}\` cannot be the name of a field of a CloudTrail record`);
  const start = PLAIN_START.has(first) || OTHER_STARTS.includes(first) ? first : `event.${first}`;
  return rest.reduce(
    (path, key) => (/^\d+$|^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${quote(key)}]`),
    start,
  );
}
