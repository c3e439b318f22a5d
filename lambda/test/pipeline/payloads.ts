// What a test of the pipeline is made of: records, log files, notifications, queue messages.

import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/core/records/record.ts';
import { notificationOf } from '../simulation/log-bucket.ts';

export { BUCKET, notificationOf, TEST_EVENT } from '../simulation/log-bucket.ts';
export const ACCOUNT = '111111111111';

let serial = 0;

/** A record that the rule of the tests matches, of one identity by default; each has a different event id. */
export function aRecord(more: JsonObject = {}, user = 'jane', accountId = ACCOUNT): JsonObject {
  return {
    eventVersion: '1.08',
    eventID: `event-${serial++}`,
    eventName: 'DeleteTrail',
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: 'cloudtrail.amazonaws.com',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    recipientAccountId: accountId,
    userIdentity: { type: 'IAMUser', principalId: user, arn: `arn:aws:iam::${accountId}:user/${user}`, accountId },
    ...more,
  };
}

/** The identity of a session of a role. */
export function sessionOf(role: string, session: string, accountId = ACCOUNT): JsonObject {
  const sessionIssuer = {
    ...{
      type: 'Role',
      principalId: `AROA${role}`,
      arn: `arn:aws:iam::${accountId}:role/${role}`,
      accountId,
      userName: role,
    },
  };
  return {
    type: 'AssumedRole',
    principalId: `AROA${role}:${session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`,
    accountId,
    sessionContext: { sessionIssuer },
  };
}

export function records(count: number, more: JsonObject = {}): JsonObject[] {
  return Array.from({ length: count }, () => aRecord(more));
}

/** As many records as identities. */
export function strangers(count: number, more: JsonObject = {}): JsonObject[] {
  return Array.from({ length: count }, (_, index) => aRecord(more, `user-${index}`));
}

export function logFile(...of: readonly unknown[]): Uint8Array {
  return gzipSync(JSON.stringify({ Records: of }));
}

export function keyOf(name: string): string {
  return `AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/01/01/${name}.json.gz`;
}

/** The S3 notification of some files, in one payload. */
export function notification(...names: readonly string[]): JsonObject {
  return { Records: names.flatMap((name) => JSON.parse(notificationOf(keyOf(name))).Records) };
}

/** The S3 notification that some files were removed. */
export function removal(...names: readonly string[]): JsonObject {
  return JSON.parse(JSON.stringify(notification(...names)).replaceAll('ObjectCreated:Put', 'ObjectRemoved:Delete'));
}

/** A batch from the queue; each message is the body of one. Ids are `m0`, `m1` and so on. */
export function batch(...bodies: readonly (string | JsonObject)[]): JsonObject {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `m${index}`,
      receiptHandle: `r${index}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: {},
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:111111111111:queue',
      awsRegion: 'eu-west-1',
    })),
  };
}

/** A batch with one message for each file. */
export function batchOf(...names: readonly string[]): JsonObject {
  return batch(...names.map((name) => notification(name)));
}
