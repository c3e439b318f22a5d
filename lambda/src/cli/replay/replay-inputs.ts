// Sends the inputs of a replay through the pipeline one by one, each as an S3 notification.

import { type Counters, emptyCounters } from '../../app/counters.ts';
import { processPayload } from '../../app/process-payload.ts';
import { arrivalMs } from '../inputs/arrival.ts';
import type { Input } from '../inputs/find-inputs.ts';
import { LOCAL_BUCKET } from '../inputs/input-store.ts';
import type { Terminal } from '../terminal.ts';
import { progressText } from './progress-text.ts';
import type { ReplayPipeline } from './replay-pipeline.ts';

const PROGRESS_EVERY_MS = 200;
const INVOCATION_MS = 15 * 60 * 1000;

/** Replays every input and returns the sum of the counters. */
export async function replayInputs(
  inputs: readonly Input[],
  pipeline: ReplayPipeline,
  terminal: Terminal,
): Promise<Counters> {
  const total = emptyCounters();
  const startedMs = pipeline.clock.nowMs();
  const beganMs = performance.now();
  let shownMs = beganMs;
  for (const [index, { path }] of inputs.entries()) {
    pipeline.clock.advance((arrivalMs(path) ?? startedMs) - pipeline.clock.nowMs());
    const deadlineMs = pipeline.clock.nowMs() + INVOCATION_MS;
    addCounters(total, (await processPayload(notificationOf(path), pipeline, deadlineMs)).counters);
    if (performance.now() - shownMs < PROGRESS_EVERY_MS) continue;
    shownMs = performance.now();
    terminal.progress(
      progressText({ done: index + 1, of: inputs.length, records: total.recordsRead, elapsedMs: shownMs - beganMs }),
    );
  }
  terminal.progress('');
  return total;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
function notificationOf(path: string): object {
  const key = encodeURIComponent(path).replaceAll('%2F', '/');
  const s3 = { s3SchemaVersion: '1.0', bucket: { name: LOCAL_BUCKET }, object: { key } };
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: '1970-01-01T00:00:00Z',
        s3,
      },
    ],
  };
}

/** Adds counters to others. */
export function addCounters(total: Counters, part: Counters): void {
  const counters = total as unknown as Record<string, number>;
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === 'number') counters[name] = (counters[name] ?? 0) + value;
  }
  for (const [rule, count] of Object.entries(part.alertsByRule)) {
    total.alertsByRule[rule] = (total.alertsByRule[rule] ?? 0) + count;
  }
}
