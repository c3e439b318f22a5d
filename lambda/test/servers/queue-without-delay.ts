// A proxy in front of moto's SQS: messages can be received as soon as they are sent. Tests of what a function sends to itself would
// otherwise wait for their delays, which it records.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type LocalServer, listen } from './listen.ts';
import type { Moto } from './moto.ts';

/** Its `url` is for `AWS_ENDPOINT_URL_SQS`. */
export interface QueueWithoutDelay extends LocalServer {
  readonly queueUrl: string;
  /** The delays that senders asked for, in seconds. */
  readonly delays: readonly number[];
  /** Receives everything, as an event source mapping does: the payloads of invocations, one message each. */
  receive(): Promise<readonly object[]>;
}

/** Creates a queue in moto, and starts the proxy. */
export async function startQueueWithoutDelay(moto: Moto, name: string): Promise<QueueWithoutDelay> {
  const delays: number[] = [];
  await moto.call('sqs', 'AmazonSQS.CreateQueue', { QueueName: name });
  const queueUrl = `${moto.url}/123456789012/${name}`;
  const server = await listen((request, response) => void forward(request, response, moto.url, delays));
  return {
    ...server,
    queueUrl,
    delays,
    receive: () => receiveAll(moto, queueUrl, name),
  };
}

interface Entry {
  readonly DelaySeconds?: number;
}

async function forward(request: IncomingMessage, response: ServerResponse, upstream: string, delays: number[]) {
  const input = JSON.parse(await text(request));
  const entries: readonly Entry[] = input.Entries ?? [];
  for (const { DelaySeconds = 0 } of entries) delays.push(DelaySeconds);
  const body = JSON.stringify({ ...input, Entries: entries.map((entry) => ({ ...entry, DelaySeconds: 0 })) });
  const { 'content-type': type, 'x-amz-target': target, authorization } = request.headers;
  const headers = { 'content-type': `${type}`, 'x-amz-target': `${target}`, authorization: `${authorization}` };
  const answer = await fetch(upstream, { method: 'POST', headers, body });
  response.writeHead(answer.status, { 'content-type': `${type}` }).end(await answer.text());
}

async function receiveAll(moto: Moto, QueueUrl: string, name: string): Promise<readonly object[]> {
  const payloads: object[] = [];
  for (;;) {
    const { Messages = [] } = await moto.call('sqs', 'AmazonSQS.ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
    const messages = Messages as { MessageId: string; Body: string; ReceiptHandle: string }[];
    if (messages.length === 0) return payloads;
    for (const { MessageId: messageId, Body: body, ReceiptHandle: receiptHandle } of messages) {
      await moto.call('sqs', 'AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle: receiptHandle });
      const eventSourceARN = `arn:aws:sqs:us-east-1:123456789012:${name}`;
      payloads.push({ Records: [{ messageId, receiptHandle, body, eventSource: 'aws:sqs', eventSourceARN }] });
    }
  }
}
