// The registry of sources: decodes the payload of any trigger.
// In: any JSON. Out: envelopes with their items. A payload that no source recognises becomes an invalid item that describes
// its shape without its contents. Never throws.

import { cloudwatchLogs } from './cloudwatch-logs.ts';
import type { Trigger } from './envelope.ts';
import { eventbridge } from './eventbridge.ts';
import { job } from './job.ts';
import { shapeOf } from './payload.ts';
import { recovery } from './recovery.ts';
import { s3 } from './s3.ts';
import { sns } from './sns.ts';
import { invalid, type Source, wholeCall } from './source.ts';
import { sqs } from './sqs.ts';
import { trail } from './trail.ts';

/** Every supported kind of payload. The first source that recognises a payload decodes it. */
export const SOURCES: readonly Source[] = [sqs, s3, sns, trail, eventbridge, cloudwatchLogs, recovery, job];

// S3 in SNS in SQS has three levels. No real payload has more.
const MAX_DEPTH = 4;

/** Decodes the payload of an invocation. Defined for any JSON. */
export function decodeTrigger(payload: unknown): Trigger {
  return decodeAt(payload, 1);
}

function decodeAt(payload: unknown, depth: number): Trigger {
  if (depth > MAX_DEPTH) return wholeCall('unknown', [invalid(`a message inside ${MAX_DEPTH} others`)]);
  const source = SOURCES.find((candidate) => candidate.recognises(payload));
  if (source === undefined) {
    return wholeCall('unknown', [invalid(`a payload of no known source: ${shapeOf(payload)}`)]);
  }
  return source.decode(payload, (inner) => decodeAt(inner, depth + 1));
}
