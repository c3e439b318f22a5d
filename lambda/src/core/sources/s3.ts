// S3 event notifications: `{"Records":[{"eventSource":"aws:s3",..}]}`, and the test event that S3 sends at set-up.
// In: a payload. Out: log files, removed objects and skipped items, in the order of the notification.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html

import type { Json } from '../records/record.ts';
import { createdObject } from './bucket-object.ts';
import type { EnvelopeItem } from './envelope.ts';
import { listAt, objectAt, shapeOf, textAt, valueAt } from './payload.ts';
import { invalid, type Source, wholeCall } from './source.ts';

export const s3: Source = {
  name: 's3',
  recognises: (payload) => isTestEvent(payload) || listAt(payload, 'Records')?.some(isNotification) === true,
  decode: (payload) =>
    wholeCall('s3', isTestEvent(payload) ? [testEvent(payload)] : (listAt(payload, 'Records') ?? []).map(decodeRecord)),
};

// S3 sends it once, without `Records`, to every new destination of a bucket's notifications.
function isTestEvent(payload: unknown): boolean {
  return textAt(payload, 'Event') === 's3:TestEvent';
}

function testEvent(payload: unknown): EnvelopeItem {
  return {
    kind: 'skipped',
    reason: 'test-event',
    detail: `s3:TestEvent of ${textAt(payload, 'Bucket') ?? 'a bucket'}`,
  };
}

function isNotification(record: Json): boolean {
  return textAt(record, 'eventSource') === 'aws:s3';
}

function decodeRecord(record: Json): EnvelopeItem {
  if (!isNotification(record))
    return invalid(`an S3 notification contains a record that is not from S3: ${shapeOf(record)}`);
  const eventName = (textAt(record, 'eventName') ?? '').replace(/^s3:/, '');
  const bucket = textAt(objectAt(objectAt(record, 's3'), 'bucket'), 'name');
  const key = decodeKey(textAt(objectAt(objectAt(record, 's3'), 'object'), 'key'));
  if (!bucket || !key)
    return invalid(`an S3 notification (${eventName || 'no eventName'}) without a bucket or a valid key`);
  if (eventName.startsWith('ObjectCreated:')) {
    return createdObject(bucket, key, valueAt(objectAt(objectAt(record, 's3'), 'object'), 'size'));
  }
  if (eventName.startsWith('ObjectRemoved:')) return removedObject(record, { bucket, key, eventName });
  return { kind: 'skipped', reason: 'other-event', detail: `${eventName || 'no eventName'} of s3://${bucket}/${key}` };
}

function removedObject(record: Json, what: { bucket: string; key: string; eventName: string }): EnvelopeItem {
  return {
    kind: 'removed-object',
    ...what,
    eventTime: textAt(record, 'eventTime') ?? '',
    region: textAt(record, 'awsRegion') ?? '',
    principalId: textAt(objectAt(record, 'userIdentity'), 'principalId') ?? '',
    sourceIp: textAt(objectAt(record, 'requestParameters'), 'sourceIPAddress') ?? '',
    sequencer: textAt(objectAt(objectAt(record, 's3'), 'object'), 'sequencer') ?? '',
  };
}

// Keys are URL-encoded, with `+` for a space: https://docs.aws.amazon.com/lambda/latest/dg/with-s3-tutorial.html
function decodeKey(key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
