// Sends the inputs of a replay through the pipeline of each side one by one, each as an S3 notification. In: inputs, and what reads
// them. Out: the counters of each side, and what its view received.

import type { DecidedPart } from '../../app/decide-log-file.ts';
import { processPayload } from '../../app/process-payload.ts';
import { LOCAL_BUCKET } from '../../core/records/object-address.ts';
import { arrivalMs } from '../../core/sources/arrival.ts';
import { CliError } from '../cli-error.ts';
import type { Input } from '../inputs/find-inputs.ts';
import { addCounters } from './add-counters.ts';
import type { ReplayPart } from './decide/decider.ts';
import type { Reader } from './decide/reader.ts';
import { shareParts } from './decide/share-parts.ts';
import { sendSummariesUntil } from './send-summaries.ts';
import { INVOCATION_MS, type Side } from './side.ts';

/**
 * Replays every input. `onFile` is called after each with its path, when every side has delivered what it contains. Rejects with a
 * `CliError` if the other inputs could not be read either.
 */
export async function replayInputs(
  inputs: readonly Input[],
  reader: Reader,
  sides: readonly Side[],
  onFile: (path: string) => Promise<void>,
): Promise<void> {
  for (const input of inputs) {
    await replayInput(input, reader, sides);
    await onFile(input.path);
  }
}

// The sides run at the same time and share what is read, because a file is read once.
async function replayInput({ path }: Input, reader: Reader, sides: readonly Side[]): Promise<void> {
  let interruption: CliError | null = null;
  const parts = keepingErrors(reader.parts({ bucket: LOCAL_BUCKET, key: path }), (error) => {
    interruption = error;
  });
  const shared = shareParts(parts, sides.length);
  await Promise.all(
    sides.map(async (side, place) => {
      const { pipeline, startedMs, counters } = side;
      const arrivedMs = arrivalMs(path) ?? startedMs;
      await sendSummariesUntil(side, arrivedMs);
      pipeline.clock.advance(arrivedMs - pipeline.clock.nowMs());
      const reading = { ...pipeline, decideElsewhere: () => decidedBy(side, shared.for(place)) };
      const endMs = pipeline.clock.nowMs() + INVOCATION_MS;
      addCounters(counters, (await processPayload(notificationOf(path), reading, endMs)).counters);
      shared.leave(place);
    }),
  );
  if (interruption !== null) throw interruption;
}

// For the pipeline, every error is about the file.
async function* keepingErrors<T>(parts: AsyncIterable<T>, keep: (error: CliError) => void): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (error) {
    if (error instanceof CliError) keep(error);
    throw error;
  }
}

async function* decidedBy({ view, isOther }: Side, parts: AsyncIterable<ReplayPart>): AsyncGenerator<DecidedPart> {
  for await (const part of parts) {
    view.onPart?.(part);
    yield (isOther ? part.other : part) as DecidedPart;
  }
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
