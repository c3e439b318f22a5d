// The queue that invokes the function. In: messages and their delays. Out: one ChangeMessageVisibilityBatch call for ten
// messages. The call returns 200 even if it changes nothing; that is a fault here.

import type { BatchResultErrorEntry, ChangeMessageVisibilityBatchRequest, SQSClient } from '@aws-sdk/client-sqs';
import { type DelayedMessage, PortError, type RetryQueue } from '../../app/ports.ts';
import { clientConfig, onFirstUse, regionOf } from './client.ts';
import { awsFault } from './failure.ts';

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
const ENTRIES_MAX = 10;

/** A `RetryQueue` over SQS, for queues in any region. Its calls end within 2.5 seconds. */
export function createRetryQueue(): RetryQueue {
  const connect = onFirstUse(async (region) => {
    const { SQSClient, ChangeMessageVisibilityBatchCommand } = await import('./sdk/sqs.ts');
    const config = clientConfig({ timeoutMs: 1_000 }, region);
    // Without this option, the host of the URL replaces the endpoint that is configured.
    const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
    return { sqs, ChangeMessageVisibilityBatchCommand };
  });
  const change = async (queueArn: string, messages: readonly DelayedMessage[]) => {
    const { sqs, ChangeMessageVisibilityBatchCommand } = await connect(regionOf(queueArn));
    const QueueUrl = queueUrl(queueArn, sqs);
    const { Failed = [] } = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: messages.map(toEntry) }),
    );
    if (Failed[0]) throw entryFault(Failed[0], Failed.length);
  };
  return {
    async delay(messages) {
      const calls = [...batchesOf(messages)].map(([queueArn, batch]) => change(queueArn, batch));
      const failure = (await Promise.allSettled(calls)).find(({ status }) => status === 'rejected');
      if (failure?.status === 'rejected') throw awsFault(failure.reason, 'cannot delay the retry of messages');
    },
  };
}

function* batchesOf(messages: readonly DelayedMessage[]): Generator<[string, readonly DelayedMessage[]]> {
  for (const queueArn of new Set(messages.map((message) => message.queueArn))) {
    const ofQueue = messages.filter((message) => message.queueArn === queueArn);
    for (let first = 0; first < ofQueue.length; first += ENTRIES_MAX) {
      yield [queueArn, ofQueue.slice(first, first + ENTRIES_MAX)];
    }
  }
}

// A URL consists of the endpoint, the account and the name; an ARN has the last two as its last parts. The SDK knows the
// endpoints of all partitions.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
function queueUrl(queueArn: string, { config }: SQSClient): string {
  const [account, name] = queueArn.split(':').slice(4);
  return new URL(`/${account}/${name}`, config.endpointProvider({ Region: regionOf(queueArn) }).url).href;
}

type Entry = NonNullable<ChangeMessageVisibilityBatchRequest['Entries']>[number];

function toEntry({ receiptHandle, delaySeconds }: DelayedMessage, index: number): Entry {
  return { Id: String(index), ReceiptHandle: receiptHandle, VisibilityTimeout: delaySeconds };
}

function entryFault({ Code = 'unknown', Message = 'no reason given' }: BatchResultErrorEntry, count: number) {
  const what = `cannot delay the retry of ${count} message(s)`;
  return new PortError('transient', Code, `${what}: ${Code}: ${Message}`);
}
