// Decodes a trigger's payload, whatever the trigger: the registry of sources.
// In: any JSON. Out: envelopes with their items; what nobody recognises becomes an invalid item that says what it looked
// like, without its contents. Never throws.

import { cloudwatchLogs } from './cloudwatch-logs.ts';
import type { Trigger } from './envelope.ts';
import { eventbridge } from './eventbridge.ts';
import { shapeOf } from './payload.ts';
import { s3 } from './s3.ts';
import { sns } from './sns.ts';
import { invalid, type Source, wholeCall } from './source.ts';
import { sqs } from './sqs.ts';
import { trail } from './trail.ts';

/** Every kind of payload that is understood. The first that recognises a payload decodes it. */
export const SOURCES: readonly Source[] = [sqs, s3, sns, trail, eventbridge, cloudwatchLogs];

// S3 in SNS in SQS is three deep, and nothing real is deeper.
const MAX_DEPTH = 4;

/** Decodes the payload that Lambda was called with. Total over any JSON. */
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
