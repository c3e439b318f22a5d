// The notification that a trail sends to its SNS topic about log files: `{"s3Bucket":"..","s3ObjectKey":["..",".."]}`.
// In: a payload. Out: its log files, in order. Unlike in S3 notifications, keys are not URL-encoded.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html

import { createdObject } from './bucket-object.ts';
import type { EnvelopeItem } from './envelope.ts';
import { listAt, shapeOf, textAt } from './payload.ts';
import { invalid, type Source, wholeCall } from './source.ts';

export const trail: Source = {
  name: 'trail',
  recognises: (payload) => textAt(payload, 's3Bucket') !== undefined && listAt(payload, 's3ObjectKey') !== undefined,
  decode: (payload) => {
    const bucket = textAt(payload, 's3Bucket') ?? '';
    return wholeCall(
      'trail',
      (listAt(payload, 's3ObjectKey') ?? []).map((key) => decodeKey(bucket, key)),
    );
  },
};

function decodeKey(bucket: string, key: unknown): EnvelopeItem {
  if (bucket !== '' && typeof key === 'string' && key !== '') return createdObject(bucket, key);
  return invalid(`a notification of a trail without a bucket or a valid key: ${shapeOf(key)}`);
}
