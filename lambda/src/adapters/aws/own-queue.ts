// The function's own queue. In: messages. Out: one SendMessageBatch call for ten messages. The call returns 200 even if it sends
// nothing; that is a fault here.

import { PortError } from '../../app/ports.ts';
import type { OwnMessage, OwnQueue } from '../../app/verification/verification-port.ts';
import { clientConfig, onFirstUse } from './client.ts';
import { awsFault } from './failure.ts';

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
const ENTRIES_MAX = 10;

/** An `OwnQueue` over SQS. Messages have less than 20 KB, so ten of them fit into one call. */
export function createOwnQueue(queueUrl: string): OwnQueue {
  const connect = onFirstUse(async () => {
    const { SQSClient, SendMessageBatchCommand } = await import('./sdk/sqs.ts');
    // Without this option, the host of the URL replaces the endpoint that is configured.
    const sqs = new SQSClient({ ...clientConfig(), useQueueUrlAsEndpoint: false });
    return { sqs, SendMessageBatchCommand };
  });
  const send = async (messages: readonly OwnMessage[]) => {
    const { sqs, SendMessageBatchCommand } = await connect();
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: messages.map(toEntry) }),
    );
    const [{ Code = 'unknown', Message = 'no reason given' } = {}] = Failed;
    if (Failed.length > 0)
      throw new PortError('transient', Code, `${Failed.length} were not sent: ${Code}: ${Message}`);
  };
  return {
    async send(messages) {
      try {
        for (let first = 0; first < messages.length; first += ENTRIES_MAX)
          await send(messages.slice(first, first + ENTRIES_MAX));
      } catch (error) {
        throw awsFault(error, 'cannot send messages to the own queue');
      }
    },
  };
}

function toEntry({ body, delaySeconds }: OwnMessage, index: number) {
  return { Id: String(index), MessageBody: body, DelaySeconds: delaySeconds };
}
