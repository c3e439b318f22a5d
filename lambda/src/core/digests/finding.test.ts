import { describe, expect, it } from 'vitest';
import {
  FINDING_SOURCE,
  type FindingDetails,
  recordOfFinding,
  type VerificationFinding,
  withoutClaim,
} from './finding.ts';

const FINDING: VerificationFinding = {
  name: 'LogFileMissing',
  accountId: '111122223333',
  region: 'eu-west-1',
  atMs: Date.UTC(2026, 0, 1, 12),
  details: { bucketName: 'logs', key: 'AWSLogs/a.json.gz' },
};
const idOf = (change: Partial<VerificationFinding>) => recordOfFinding({ ...FINDING, ...change }).eventID;
const withDetails = (details: FindingDetails) => idOf({ details: { ...FINDING.details, ...details } });

describe('the record of a finding', () => {
  it('says where and when, and what was found', () => {
    expect(recordOfFinding(FINDING)).toEqual({
      eventVersion: '1.11',
      eventTime: '2026-01-01T12:00:00Z',
      eventSource: 'cloudtrail-to-slack',
      eventName: 'LogFileMissing',
      eventID: expect.stringMatching(/^cloudtrail-to-slack-[0-9a-f]{32}$/),
      eventType: 'CloudTrailToSlackFinding',
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail-to-slack' },
      readOnly: true,
      additionalEventData: { bucketName: 'logs', key: 'AWSLogs/a.json.gz' },
    });
  });

  it('about an object has an id that depends on its kind and the object', () => {
    expect([idOf({ atMs: 0 }), idOf({ region: 'r' }), withDetails({ count: 5, reason: 'r' })]).toEqual(
      Array(3).fill(idOf({})),
    );
    const others = [idOf({ name: 'LogFileAltered' }), withDetails({ bucketName: 'b' }), withDetails({ key: 'k' })];
    expect(new Set([idOf({}), ...others]).size).toBe(4);
  });

  it('without an object has an id for each account, region, time and detail', () => {
    const dark = { name: 'AccountWentDark', details: {} } as const;
    const changes = [{}, { accountId: '2' }, { region: 'r' }, { atMs: 1 }, { details: { regions: ['r'] } }];
    expect(new Set(changes.map((change) => idOf({ ...dark, ...change }))).size).toBe(5);
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
