import { describe, expect, it } from 'vitest';
import { FINDING_TYPE } from '../records/own-finding.ts';
import type { CloudTrailRecord } from '../records/record.ts';
import { threadKeyOf } from './thread-key.ts';

const identity = {
  type: 'IAMUser',
  principalId: 'AIDA1',
  arn: 'arn:aws:iam::111122223333:user/jane',
  accountId: '111122223333',
};
const record = (userIdentity: Record<string, string>, eventName = 'DeleteBucket'): CloudTrailRecord => ({
  userIdentity,
  eventName,
});

describe('threadKeyOf', () => {
  it('is the same for the same identity and event name', () => {
    expect(threadKeyOf(record(identity))).toBe(threadKeyOf({ ...record(identity), eventID: 'another' }));
  });

  it.each(['type', 'principalId', 'arn', 'accountId'] as const)('differs when %s differs', (part) => {
    expect(threadKeyOf(record({ ...identity, [part]: 'other' }))).not.toBe(threadKeyOf(record(identity)));
  });

  it('differs when the event name differs', () => {
    expect(threadKeyOf(record(identity, 'CreateBucket'))).not.toBe(threadKeyOf(record(identity)));
  });

  it('does not run two parts together', () => {
    const one = record({ type: 'ab', principalId: 'c', arn: 'd', accountId: 'e' });
    const other = record({ type: 'a', principalId: 'bc', arn: 'd', accountId: 'e' });
    expect(threadKeyOf(one)).not.toBe(threadKeyOf(other));
  });

  it('is there with two of the four identity parts', () => {
    expect(threadKeyOf(record({ type: 'AWSService', accountId: '1' }))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('of a service consists of its name, the event name and the account', () => {
    const refusal = {
      ...record({ type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' }, 'PutObject'),
      recipientAccountId: '111122223333',
    };
    expect(threadKeyOf(refusal)).toMatch(/^[0-9a-f]{64}$/);
    expect(threadKeyOf({ ...refusal, eventID: 'another' })).toBe(threadKeyOf(refusal));
    const another = { type: 'AWSService', invokedBy: 'config.amazonaws.com' };
    expect(threadKeyOf({ ...refusal, userIdentity: another })).not.toBe(threadKeyOf(refusal));
    expect(threadKeyOf({ ...refusal, recipientAccountId: '444455556666' })).not.toBe(threadKeyOf(refusal));
  });

  it('of a finding of this function does not depend on the account', () => {
    const finding = { ...record({ type: 'AWSService', invokedBy: 'cloudtrail-to-slack' }), eventType: FINDING_TYPE };
    const [one, other] = ['111122223333', '444455556666'].map((recipientAccountId) => ({
      ...finding,
      recipientAccountId,
    }));
    expect(threadKeyOf(one ?? {})).toBe(threadKeyOf(other ?? {}));
  });

  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
  it('differs for two users of Identity Center, who have neither an ARN nor a principal id', () => {
    const by = (userId: string) => ({
      eventName: 'CreateToken',
      userIdentity: {
        type: 'IdentityCenterUser',
        accountId: '111122223333',
        onBehalfOf: { userId },
        credentialId: userId,
      },
    });
    expect(threadKeyOf(by('94d00cd8'))).toBe(threadKeyOf(by('94d00cd8')));
    expect(threadKeyOf(by('94d00cd8'))).not.toBe(threadKeyOf(by('544894e8')));
  });

  it('does not depend on the user of Identity Center if there is an ARN, which identifies the session', () => {
    const given = { ...record(identity), userIdentity: { ...identity, onBehalfOf: { userId: '94d00cd8' } } };
    expect(threadKeyOf(given)).toBe(threadKeyOf(record(identity)));
  });

  it('differs for one user of Identity Center in two accounts', () => {
    const inAccount = (accountId: string) =>
      threadKeyOf({ userIdentity: { accountId, onBehalfOf: { userId: '94d00cd8' } }, eventName: 'CreateToken' });
    expect(inAccount('111122223333')).not.toBe(inAccount('444455556666'));
  });

  it('does not depend on the service that calls for an identity', () => {
    expect(threadKeyOf(record({ ...identity, invokedBy: 'athena.amazonaws.com' }))).toBe(threadKeyOf(record(identity)));
  });

  it.each([
    ['three parts are missing', record({ type: 'AWSService' })],
    [
      'three parts are null',
      { ...record({}), userIdentity: { ...identity, principalId: null, arn: null, accountId: null } },
    ],
    ['no identity is there', { eventName: 'X' }],
    ['the identity is not an object', { userIdentity: 'root', eventName: 'X' }],
  ] as [string, CloudTrailRecord][])('is null when %s', (_, given) => {
    expect(threadKeyOf(given)).toBeNull();
  });
});
