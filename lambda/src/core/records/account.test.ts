import { describe, expect, it } from 'vitest';
import { accountOf, routingAccountsOf } from './account.ts';
import type { CloudTrailRecord } from './record.ts';

const CALLER = '111111111111';
const RESOURCE = '222222222222';
const LOG_FILE = '333333333333';
const RECIPIENT = '444444444444';
const KEY = `AWSLogs/${LOG_FILE}/CloudTrail/eu-west-1/2026/01/01/x.json.gz`;
const userIdentity = { accountId: CALLER };

const cases: [string, CloudTrailRecord, string | null, string][] = [
  [
    'the recipient first',
    { recipientAccountId: RECIPIENT, resources: [{ accountId: RESOURCE }], userIdentity },
    KEY,
    RECIPIENT,
  ],
  ['the account of an aggregated event', { accountId: RECIPIENT, userIdentity }, KEY, RECIPIENT],
  ['the account of a resource', { resources: [{ accountId: RESOURCE }], userIdentity }, KEY, RESOURCE],
  [
    'the account in the ARN of a resource',
    { resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::x/y' }, { ARN: `arn:aws:kms:x:${RESOURCE}:key/1` }] },
    KEY,
    RESOURCE,
  ],
  [
    'the account in a percent-encoded ARN',
    { resources: [{ ARN: `arn%3Aaws%3Akms%3Ax%3A${RESOURCE}%3Akey%2F1` }] },
    KEY,
    RESOURCE,
  ],
  ['the account in the key of the log file', { resources: [{ ARN: 'arn:aws:s3:::x' }], userIdentity }, KEY, LOG_FILE],
  ['the account in a key with a prefix', { userIdentity }, `logs/${KEY}`, LOG_FILE],
  ['the account in a key of an organization', { userIdentity }, KEY.replace('AWSLogs', 'AWSLogs/o-a1b2c3'), LOG_FILE],
  ['the caller if the key has another form', { userIdentity }, `${LOG_FILE}.json`, CALLER],
  ['the caller if nothing else is known', { userIdentity }, null, CALLER],
  ['an id that is a number', { recipientAccountId: 444444444444, userIdentity }, KEY, RECIPIENT],
  ['an id that lost its leading zeros', { recipientAccountId: 1234567890 }, KEY, '001234567890'],
  ['the id of a resource as a number', { resources: [{ accountId: 222222222222 }] }, KEY, RESOURCE],
  ['no number that is not an id', { recipientAccountId: 1.5, userIdentity: { accountId: 1e15 } }, null, ''],
  ['no field of another type', { recipientAccountId: [RECIPIENT], resources: 'x', userIdentity: 7 }, null, ''],
  [
    'no resource that is not an object',
    { resources: [null, 'x', 7, { accountId: 'AWS' }], userIdentity },
    null,
    CALLER,
  ],
  ['nothing if no account is recorded', {}, null, ''],
  ['the next one if an id is empty', { recipientAccountId: '', userIdentity }, null, CALLER],
];

describe('accountOf', () => {
  it.each(cases)('takes %s', (_, record, key, account) => {
    expect(accountOf(record, key === null ? null : { bucket: 'trail', key })).toBe(account);
  });
});

describe('routingAccountsOf', () => {
  it.each<[string, CloudTrailRecord, readonly string[]]>([
    ['the caller before the recipient', { recipientAccountId: RECIPIENT, userIdentity }, [CALLER, RECIPIENT]],
    ['the caller before the log file', { userIdentity }, [CALLER, LOG_FILE]],
    ['the log file alone', {}, [LOG_FILE]],
    ['each account once', { recipientAccountId: CALLER, userIdentity: { accountId: 111111111111 } }, [CALLER]],
  ])('returns %s', (_, record, accounts) => {
    expect(routingAccountsOf(record, { bucket: 'trail', key: KEY })).toEqual(accounts);
  });
});
