// A CloudWatch Logs subscription on the trail's log group: `{"awslogs":{"data":<base64 of gzip>}}`.
// In: a payload. Out: one record for each log event. Never decompresses more than a subscription can send.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html

import { gunzipSync } from 'node:zlib';
import type { Json } from '../records/record.ts';
import type { EnvelopeItem } from './envelope.ts';
import { listAt, objectAt, parseJson, shapeOf, textAt } from './payload.ts';
import { invalid, type Source, wholeCall } from './source.ts';

// Lambda accepts payloads of 6 MB. Log text compresses about ten to one; the limit is larger still.
const MAX_RAW_BYTES = 100 * 1024 * 1024;

export const cloudwatchLogs: Source = {
  name: 'cloudwatch-logs',
  recognises: (payload) => textAt(objectAt(payload, 'awslogs'), 'data') !== undefined,
  decode: (payload) => wholeCall('cloudwatch-logs', decodeData(textAt(objectAt(payload, 'awslogs'), 'data') ?? '')),
};

function decodeData(data: string): readonly EnvelopeItem[] {
  const batch = unpack(data);
  if (batch === undefined) return [invalid('a CloudWatch Logs payload that is not base64 of gzip of JSON')];
  const type = textAt(batch, 'messageType');
  if (type === 'CONTROL_MESSAGE') {
    return [{ kind: 'skipped', reason: 'control-message', detail: textAt(batch, 'logGroup') ?? '' }];
  }
  const logEvents = listAt(batch, 'logEvents');
  if (type !== 'DATA_MESSAGE' || logEvents === undefined) {
    return [invalid(`a CloudWatch Logs payload that is not a DATA_MESSAGE: ${shapeOf(batch)}`)];
  }
  return decodeLogEvents(logEvents, textAt(batch, 'logGroup') ?? 'cloudwatch-logs');
}

function unpack(data: string): Json | undefined {
  try {
    return parseJson(gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: MAX_RAW_BYTES }).toString());
  } catch {
    return undefined;
  }
}

// CloudTrail truncates a record at 256 KB, and other applications may write to the group: such a line is not a record.
function decodeLogEvents(logEvents: readonly Json[], origin: string): readonly EnvelopeItem[] {
  const parsed = logEvents.map((event) => parseJson(textAt(event, 'message') ?? ''));
  const records = parsed.filter((record) => record !== undefined);
  const unread = parsed.length - records.length;
  const items: EnvelopeItem[] = records.length > 0 ? [{ kind: 'records', records, origin }] : [];
  if (unread > 0) items.push(invalid(`${unread} log events of ${origin} whose message is not JSON`));
  return items;
}
