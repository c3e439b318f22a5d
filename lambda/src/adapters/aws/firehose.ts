// Firehose delivery streams. In: messages as JSON. Out: one Firehose record per message: a line of JSON with its line break,
// so that the stream writes JSON lines. Never splits a message: one that is too large is a permanent fault.

import type { Notifier } from '../../app/ports.ts';
import { type AwsOptions, clientConfig, onFirstUse } from './client.ts';
import { awsFault } from './failure.ts';

export interface FirehoseOptions extends AwsOptions {
  readonly streamName: string;
  /** The stream's region; null for the function's region. */
  readonly region?: string | null;
}

/** The limit of one record, before base64: https://docs.aws.amazon.com/firehose/latest/APIReference/API_Record.html */
export const FIREHOSE_RECORD_BYTES = 1_024_000;

// https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html#API_PutRecord_Errors
const PERMANENT = new Set(['ResourceNotFoundException', 'InvalidArgumentException', 'ValidationException']);

/** A notifier of one stream. Permanent if the stream does not exist or rejects the record; otherwise transient. */
export function createFirehoseNotifier(options: FirehoseOptions): Notifier<object> {
  const { streamName, region } = options;
  const connect = onFirstUse(async () => {
    const { FirehoseClient, PutRecordCommand } = await import('./sdk/firehose.ts');
    return { firehose: new FirehoseClient(clientConfig(options, region)), PutRecordCommand };
  });
  return {
    async post(message) {
      const Data = Buffer.from(`${JSON.stringify(message)}\n`);
      try {
        const { firehose, PutRecordCommand } = await connect();
        await firehose.send(new PutRecordCommand({ DeliveryStreamName: streamName, Record: { Data } }));
      } catch (error) {
        throw awsFault(error, `cannot write to delivery stream ${streamName}`, PERMANENT);
      }
      return null;
    },
  };
}
