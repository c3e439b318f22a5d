// Events of an EventBridge bus: CloudTrail records, in `detail`, and S3 events about the log bucket.
// In: a payload. Out: the record, or a log file or a removed object.
// https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-cloudtrail.html

import { createdObject } from './bucket-object.ts';
import type { EnvelopeItem } from './envelope.ts';
import { isObject, objectAt, shapeOf, textAt, valueAt } from './payload.ts';
import { invalid, type Source, wholeCall } from './source.ts';

export const eventbridge: Source = {
  name: 'eventbridge',
  recognises: (payload) => textAt(payload, 'detail-type') !== undefined && valueAt(payload, 'detail') !== undefined,
  decode: (payload) => wholeCall('eventbridge', [decodeEvent(payload)]),
};

function decodeEvent(event: unknown): EnvelopeItem {
  const detailType = textAt(event, 'detail-type') ?? '';
  const detail = valueAt(event, 'detail');
  if (!isObject(detail)) return invalid(`an EventBridge event "${detailType}" whose detail is ${shapeOf(detail)}`);
  if (detailType.endsWith(' via CloudTrail')) {
    if (!isFromAws(event)) return invalid(`an EventBridge event "${detailType}" that does not come from AWS`);
    return { kind: 'records', records: [detail], origin: 'eventbridge' };
  }
  if (textAt(event, 'source') === 'aws.s3') return decodeObjectEvent(event, detailType);
  return { kind: 'skipped', reason: 'other-event', detail: `EventBridge event "${detailType}"` };
}

// A principal that may put events on a bus can choose any `detail-type`, but no `source` that begins with `aws.`. Only partner
// sources begin so as well, and a custom event pattern may let them through.
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
function isFromAws(event: unknown): boolean {
  return /^aws\.(?!partner\/)/.test(textAt(event, 'source') ?? '');
}

/** Keys are not URL-encoded here: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function decodeObjectEvent(event: unknown, detailType: string): EnvelopeItem {
  const detail = objectAt(event, 'detail');
  const bucket = textAt(objectAt(detail, 'bucket'), 'name');
  const key = textAt(objectAt(detail, 'object'), 'key');
  if (!bucket || !key) return invalid(`an EventBridge event "${detailType}" without a bucket or key`);
  if (detailType === 'Object Created') return createdObject(bucket, key, valueAt(objectAt(detail, 'object'), 'size'));
  if (detailType === 'Object Deleted' && !hasExpired(detail)) return removedObject(event, { bucket, key });
  return { kind: 'skipped', reason: 'other-event', detail: `${detailType} of s3://${bucket}/${key}` };
}

// The removals of a lifecycle rule differ only by their reason. S3's own notifications have another type for them, which the bucket does
// not send. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
function hasExpired(detail: unknown): boolean {
  return textAt(detail, 'reason') === 'Lifecycle Expiration';
}

function removedObject(event: unknown, what: { bucket: string; key: string }): EnvelopeItem {
  const detail = objectAt(event, 'detail');
  const reason = textAt(detail, 'reason') ?? '';
  return {
    kind: 'removed-object',
    ...what,
    eventName: reason === '' ? 'Object Deleted' : `Object Deleted (${reason})`,
    eventTime: textAt(event, 'time') ?? '',
    region: textAt(event, 'region') ?? '',
    principalId: textAt(detail, 'requester') ?? '',
    sourceIp: textAt(detail, 'source-ip-address') ?? '',
    sequencer: textAt(objectAt(detail, 'object'), 'sequencer') ?? '',
  };
}
