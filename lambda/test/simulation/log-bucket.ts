// Makes the log files of a history: a few records each, some of which alert, some twice in different files, now and then
// one that is broken.

import type { JsonObject } from '../../src/core/records/record.ts';
import type { Chance } from './random.ts';

export interface LogBucket {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Ids of the events that must be delivered, with the account that decides the route. */
  readonly alerting: ReadonlyMap<string, string>;
  /** Those of them that a critical rule matches. */
  readonly critical: ReadonlySet<string>;
}

export const BUCKET = 'logs';
export const ACCOUNTS = ['111111111111', '222222222222'] as const;
export const ALERTING = 'DeleteTrail';
export const CRITICAL = 'StopLogging';

/** A bucket with one to five log files; not gzipped, because decompression takes real time. */
export function createLogBucket(chance: Chance): LogBucket {
  const files = new Map<string, Uint8Array>();
  const alerting = new Map<string, string>();
  const seen: JsonObject[] = [];
  for (let file = 0; file <= chance.below(5); file++) {
    const records: unknown[] = [];
    for (let index = 0; index <= chance.below(8); index++) {
      const record = chance.hits(0.15) && seen.length > 0 ? chance.pick(seen) : makeRecord(`${file}-${index}`, chance);
      seen.push(record);
      records.push(chance.hits(0.03) ? 'no record' : record);
    }
    for (const record of records) noteAlert(record, alerting);
    files.set(`AWSLogs/111111111111/CloudTrail/${file}.json.gz`, Buffer.from(JSON.stringify({ Records: records })));
  }
  return { files, alerting, critical: new Set() };
}

function makeRecord(id: string, chance: Chance): JsonObject {
  const accountId = chance.pick(ACCOUNTS);
  const user = chance.pick(['jane', 'joe']);
  return {
    eventID: `event-${id}`,
    eventName: chance.hits(0.6) ? ALERTING : 'DescribeTrails',
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: 'cloudtrail.amazonaws.com',
    recipientAccountId: accountId,
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/${user}`, accountId, principalId: user },
  };
}

function noteAlert(record: unknown, alerting: Map<string, string>): void {
  if (typeof record !== 'object') return;
  const { eventID, eventName, recipientAccountId } = record as Record<string, string>;
  if (eventName === ALERTING) alerting.set(String(eventID), String(recipientAccountId));
}

/** What S3 sends when a notification is configured: nothing to read. */
export const TEST_EVENT = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET });

/** The S3 notification of a file, as it arrives in a queue. */
export function notificationOf(key: string): string {
  const object = { key: encodeURIComponent(key).replaceAll('%20', '+'), size: 1, sequencer: '1' };
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'eu-west-1',
        eventTime: '2026-01-01T00:00:00.000Z',
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: 'AWS:cloudtrail' },
        requestParameters: { sourceIPAddress: '10.0.0.1' },
        s3: { s3SchemaVersion: '1.0', bucket: { name: BUCKET, arn: `arn:aws:s3:::${BUCKET}` }, object },
      },
    ],
  });
}
