import { describe, expect, it } from 'vitest';
import { FINDING_SOURCE, recordOfFinding, type VerificationFinding, withoutClaim } from './finding.ts';

const FINDING: VerificationFinding = {
  name: 'LogFileMissing',
  accountId: '111122223333',
  region: 'eu-west-1',
  trail: 'main',
  timeMs: Date.UTC(2026, 0, 1, 12),
  bucket: 'logs',
  key: 'AWSLogs/a.json.gz',
};
const idOf = (change: Partial<VerificationFinding>) => recordOfFinding({ ...FINDING, ...change }).eventID;

describe('the record of a finding', () => {
  it('says where and when, and what was found', () => {
    const hours = { count: 2, fromMs: FINDING.timeMs - 7_200_000, untilMs: FINDING.timeMs, reason: 'r' };
    expect(recordOfFinding({ ...FINDING, ...hours })).toEqual({
      eventTime: '2026-01-01T12:00:00Z',
      eventSource: 'cloudtrail-to-slack',
      eventName: 'LogFileMissing',
      eventID: expect.stringMatching(/^cloudtrail-to-slack-[0-9a-f]{32}$/),
      eventType: 'VerificationFinding',
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      additionalEventData: {
        trailName: 'main',
        bucketName: 'logs',
        key: 'AWSLogs/a.json.gz',
        count: 2,
        from: '2026-01-01T10:00:00Z',
        until: '2026-01-01T12:00:00Z',
        reason: 'r',
      },
    });
  });

  it.each<[string, Partial<VerificationFinding>]>([
    ['another time', { timeMs: 0 }],
    ['another count', { count: 5 }],
    ['another trail', { trail: 'other' }],
  ])('has the same id with %s, if it is about the same object', (_what, change) => {
    expect(idOf(change)).toBe(idOf({}));
  });

  it.each<[string, Partial<VerificationFinding>]>([
    ['name', { name: 'LogFileAltered' }],
    ['bucket', { bucket: 'b' }],
    ['key', { key: 'k' }],
  ])('has another id with another %s', (_what, change) => {
    expect(idOf(change)).not.toBe(idOf({}));
  });

  it('without an object has an id for each account, region, trail and time', () => {
    const { bucket: _bucket, key: _key, ...dark } = { ...FINDING, name: 'AccountWentDark' as const };
    const changes = [{}, { accountId: '2' }, { region: 'r' }, { trail: 't' }, { timeMs: 1 }];
    expect(new Set(changes.map((change) => recordOfFinding({ ...dark, ...change }).eventID)).size).toBe(5);
  });
});

describe('a record from outside', () => {
  it('that imitates a finding does not have its source', () => {
    const imitation = recordOfFinding(FINDING);
    expect(withoutClaim(imitation)).toEqual({ ...imitation, eventSource: 'cloudtrail-to-slack (imitated)' });
  });

  it('of an AWS service stays as it is', () => {
    const record = { eventSource: 's3.amazonaws.com', eventName: FINDING_SOURCE };
    expect(withoutClaim(record)).toBe(record);
  });
});
