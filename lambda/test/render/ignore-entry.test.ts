// Slow: takes more than its share of the unit tests.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import type { CompiledRule } from '../../src/core/language/rule-expression.ts';
import { type CloudTrailRecord, isJsonObject } from '../../src/core/records/record.ts';
import { ignoreEntryFor, ignoreRuleFor } from '../../src/core/render/ignore-entry.ts';
import { RECORDS } from './notices.ts';

function compiled(record: CloudTrailRecord): CompiledRule | null {
  const source = ignoreRuleFor(record);
  if (source === null) return null;
  const { rule, problems } = compileRule(source, { lists: {}, predicates: {}, knownFields: [] });
  expect(problems.filter((problem) => problem.level === 'error')).toEqual([]);
  return rule;
}

describe('the ignore rule for an alert', () => {
  it.each(Object.entries(RECORDS))('matches its event: %s', (_, record) => {
    expect(compiled(record)?.evaluate(record)).toBe(true);
  });

  it.each<[string, (record: CloudTrailRecord) => CloudTrailRecord]>([
    ['another event name', (record) => ({ ...record, eventName: 'Other' })],
    ['another service', (record) => ({ ...record, eventSource: 'other.amazonaws.com' })],
    [
      'another identity',
      (record) => ({ ...record, userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::1:user/other' } }),
    ],
  ])('does not match %s', (_, change) => {
    for (const record of Object.values(RECORDS)) expect(compiled(record)?.evaluate(change(record))).toBe(false);
  });

  it('does not match the same call in another account or with another error', () => {
    const record = RECORDS['role-refused-password-data'] as CloudTrailRecord;
    expect(compiled(record)?.evaluate({ ...record, recipientAccountId: '1' })).toBe(false);
    expect(compiled(record)?.evaluate({ ...record, errorCode: 'Other' })).toBe(false);
  });

  it('does not match the same call with the other outcome', () => {
    const record = RECORDS['access-key-created'] as CloudTrailRecord;
    expect(compiled(record)?.evaluate({ ...record, errorCode: 'AccessDenied' })).toBe(false);
    const refused: CloudTrailRecord = { ...record, errorCode: 'AccessDenied' };
    expect(compiled(refused)?.evaluate(record)).toBe(false);
  });

  it('does not match a failed sign-in, or one with MFA, if it is for one without MFA', () => {
    const record = RECORDS['root-signed-in-without-mfa'] as CloudTrailRecord;
    expect(compiled(record)?.evaluate({ ...record, responseElements: { ConsoleLogin: 'Failure' } })).toBe(false);
    expect(compiled(record)?.evaluate({ ...record, additionalEventData: { MFAUsed: 'Yes' } })).toBe(false);
  });

  it('matches the start and the end of an Insights finding, and no other finding', () => {
    const insightDetails = {
      state: 'Start',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      insightType: 'ApiErrorRateInsight',
      errorCode: 'AccessDenied',
    };
    const record = { eventType: 'AwsCloudTrailInsight', recipientAccountId: '123456789012', insightDetails };
    const about = (details: object) =>
      compiled(record)?.evaluate({ ...record, insightDetails: { ...insightDetails, ...details } });
    expect([about({}), about({ state: 'End' })]).toEqual([true, true]);
    for (const other of [
      { eventName: 'StopInstances' },
      { insightType: 'ApiCallRateInsight' },
      { errorCode: 'Other' },
    ]) {
      expect(about(other)).toBe(false);
    }
    expect(compiled(record)?.evaluate({ ...record, recipientAccountId: '1' })).toBe(false);
  });

  it('matches aggregated calls of the same name, however many, and no others', () => {
    const summary = (name: string, value: number) => ({
      summary: { primaryDimension: { dimension: 'eventName', statistics: [{ name, value }] } },
    });
    const record = {
      eventType: 'AwsAggregatedEvent',
      eventSource: 's3.amazonaws.com',
      accountId: '123456789012',
      ...summary('PutObject', 1000),
    };
    const about = (fields: object) => compiled(record)?.evaluate({ ...record, ...fields });
    expect([about({}), about(summary('PutObject', 1))]).toEqual([true, true]);
    expect([about(summary('GetObject', 1000)), about({ accountId: '1' })]).toEqual([false, false]);
  });

  it('names the role if the session name is generated, and the session if a person chose it', () => {
    expect(ignoreRuleFor(RECORDS['role-refused-password-data'] as CloudTrailRecord)).toContain(
      "userIdentity.sessionContext.sessionIssuer.arn == 'arn:aws:iam::123837392027:role/",
    );
    expect(ignoreRuleFor(RECORDS['sso-user-created-vpc-in-console'] as CloudTrailRecord)).toContain(
      "/paul@cloudandthings.io'",
    );
  });

  it('matches only anonymous callers if it is for one, not callers from other accounts', () => {
    const anonymous: CloudTrailRecord = {
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      errorCode: 'AccessDenied',
      userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
    };
    const userIdentity = { type: 'AWSAccount', principalId: 'AIDA1', accountId: '999999999999' };
    expect(compiled(anonymous)?.evaluate(anonymous)).toBe(true);
    expect(compiled(anonymous)?.evaluate({ ...anonymous, userIdentity })).toBe(false);
  });

  it.each<[string, object, object]>([
    [
      'of a user of Identity Center',
      { type: 'IdentityCenterUser', accountId: '123456789012', onBehalfOf: { userId: '94d00cd8' } },
      { type: 'IdentityCenterUser', accountId: '123456789012', onBehalfOf: { userId: '544894e8' } },
    ],
    [
      'of a user of Identity Center, as recorded until 2025,',
      { type: 'Unknown', accountId: '123456789012', principalId: '123456789012', arn: '', name: 'jane' },
      { type: 'Unknown', accountId: '123456789012', principalId: '123456789012', arn: '', name: 'joe' },
    ],
  ])('%s does not match those of another one', (_, jane, joe) => {
    const by = ({ name, ...userIdentity }: { name?: string }) =>
      ({
        ...{ eventSource: 'sso.amazonaws.com', eventName: 'Authenticate', userIdentity },
        ...(name && { additionalEventData: { UserName: name } }),
      }) as CloudTrailRecord;
    expect(compiled(by(jane))?.evaluate(by(jane))).toBe(true);
    expect(compiled(by(jane))?.evaluate(by(joe))).toBe(false);
  });

  it.each([
    ['a switch to a role', 'signin.amazonaws.com', 'SwitchRole', 'responseElements'],
    ['an MFA check', 'signin.amazonaws.com', 'CheckMfa', 'responseElements'],
    ['a sign-in to Identity Center', 'sso.amazonaws.com', 'CredentialVerification', 'serviceEventDetails'],
  ])('of %s that failed ignores none that succeeds, and vice versa', (_, eventSource, eventName, field) => {
    const userIdentity = { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/jane' };
    const [failed, done] = ['Failure', 'Success'].map((result) => ({
      ...{ eventSource, eventName, userIdentity, [field]: { [eventName]: result } },
    }));
    expect(compiled(failed as CloudTrailRecord)?.evaluate(done as CloudTrailRecord)).toBe(false);
    expect(compiled(done as CloudTrailRecord)?.evaluate(failed as CloudTrailRecord)).toBe(false);
    expect(compiled(failed as CloudTrailRecord)?.evaluate(failed as CloudTrailRecord)).toBe(true);
  });

  it.each<[string, CloudTrailRecord]>([
    ['no event name', { eventSource: 's3.amazonaws.com', userIdentity: { arn: 'a' } }],
    ['no identity', { eventSource: 's3.amazonaws.com', eventName: 'X' }],
    ['only an identity type', { eventSource: 's3.amazonaws.com', eventName: 'X', userIdentity: { type: 'Unknown' } }],
    ['an Insights event without details', { eventType: 'AwsCloudTrailInsight', insightDetails: {} }],
    ['an aggregated event without a summary', { eventType: 'AwsAggregatedEvent', eventSource: 's3.amazonaws.com' }],
    ['a value too long for a rule', { eventSource: 's', eventName: 'x'.repeat(3_000), userIdentity: { arn: 'a' } }],
  ])('is not offered for %s', (_, record) => {
    expect(ignoreRuleFor(record)).toBeNull();
  });

  it('matches its event for any values, and is one line of Terraform', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom(
        "' or True or '",
        '\\',
        '"',
        ['$', '{x}'].join(''),
        '%{if}',
        '```',
        '\n',
        '\u202e',
        '@channel',
        "\\' or 1 == 1 #",
      ),
    );
    fc.assert(
      fc.property(value, value, value, (eventName, arn, recipientAccountId) => {
        const record = { eventSource: 's3.amazonaws.com', eventName, userIdentity: { arn }, recipientAccountId };
        const rule = compiled(record);
        expect(rule?.evaluate(record)).toBe(true);
        expect(rule?.evaluate({ ...record, eventName: `${eventName}x` })).toBe(false);
        const entry = ignoreEntryFor(record) ?? '';
        expect(entry).toMatch(/^"[^"\n`$%]*"$/);
        expect(JSON.parse(entry)).toBe(rule?.source);
      }),
    );
  });
});

it('is tested with a record of every identity type', () => {
  const types = Object.values(RECORDS).map(
    ({ userIdentity }) => isJsonObject(userIdentity ?? null) && (userIdentity as CloudTrailRecord).type,
  );
  expect(new Set(types)).toEqual(
    new Set(['Root', 'IAMUser', 'AssumedRole', 'AWSService', 'FederatedUser', 'AWSAccount']),
  );
});
