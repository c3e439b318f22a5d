// The contract of retry queues. Runs against the queue model of the simulation and SQS.

import { beforeAll, describe, expect, it } from 'vitest';
import { createRetryQueue } from '../../src/adapters/aws/sqs.ts';
import type { RetryQueue } from '../../src/app/ports.ts';
import { listen } from '../servers/listen.ts';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { createQueue, retryQueueOf } from '../simulation/queue.ts';
import { createChance } from '../simulation/random.ts';

interface QueueWorld {
  readonly queueArn: string;
  readonly queue: RetryQueue;
  /** Sends as many messages and receives them; they are invisible for an hour from then on. */
  receiveNew(count: number): Promise<readonly string[]>;
  /** How many messages are visible, at least for the time of this call. */
  visible(): Promise<number>;
  wait(ms: number): Promise<void>;
}

function describeRetryQueue(name: string, make: () => Promise<QueueWorld>): void {
  describe(`retry queue: ${name}`, () => {
    let world: QueueWorld;
    beforeAll(async () => {
      world = await make();
    });
    const delay = (handles: readonly string[], delaySeconds: number) =>
      world.queue.delay(handles.map((receiptHandle) => ({ queueArn: world.queueArn, receiptHandle, delaySeconds })));

    it('accepts an empty list', async () => {
      await expect(world.queue.delay([])).resolves.toBeUndefined();
    });

    it('makes messages wait for as long as is requested, more of them than one call accepts', async () => {
      const handles = await world.receiveNew(12);
      await delay(handles.slice(0, 11), 2);
      await delay(handles.slice(11), 600);
      expect(await world.visible()).toBe(0);
      await world.wait(2_500);
      expect(await world.visible()).toBe(11);
    });

    it('rejects if one message cannot be delayed, and delays the others', async () => {
      const [handle = ''] = await world.receiveNew(1);
      const before = await world.visible();
      await expect(delay([handle, 'no-such-receipt'], 0)).rejects.toMatchObject({
        name: 'PortError',
        kind: 'transient',
        message: expect.stringContaining('cannot delay the retry'),
      });
      expect(await world.visible()).toBe(before + 1);
    });
  });
}

describeRetryQueue('model', async () => {
  const queue = createQueue(createChance(1), 3_600_000, 100);
  let nowMs = 0;
  return {
    queueArn: 'arn:aws:sqs:eu-west-1:111111111111:queue',
    queue: retryQueueOf(queue, () => nowMs),
    async receiveNew(count) {
      for (let index = 0; index < count; index++) queue.send('body');
      return queue.receive(nowMs, count).map(({ id }) => id);
    },
    visible: async () => queue.visible(nowMs),
    wait: async (ms) => {
      nowMs += ms;
    },
  };
});

describe('with SQS', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await useMoto();
  });

  describeRetryQueue('SQS', async () => {
    const Attributes = { VisibilityTimeout: '3600' };
    const { QueueUrl } = await moto.call('sqs', 'AmazonSQS.CreateQueue', { QueueName: 'retries', Attributes });
    return {
      queueArn: 'arn:aws:sqs:us-east-1:123456789012:retries',
      queue: createRetryQueue(),
      async receiveNew(count) {
        const handles: string[] = [];
        for (let index = 0; index < count; index++) {
          await moto.call('sqs', 'AmazonSQS.SendMessage', { QueueUrl, MessageBody: 'body' });
          const { Messages } = await moto.call('sqs', 'AmazonSQS.ReceiveMessage', { QueueUrl });
          handles.push((Messages as { ReceiptHandle: string }[])[0]?.ReceiptHandle ?? '');
        }
        return handles;
      },
      async visible() {
        const AttributeNames = ['ApproximateNumberOfMessages'];
        const answer = await moto.call('sqs', 'AmazonSQS.GetQueueAttributes', { QueueUrl, AttributeNames });
        return Number((answer.Attributes as Record<string, string>).ApproximateNumberOfMessages);
      },
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    };
  });
});

describe('the URL of a queue', () => {
  it.each([
    ['aws', 'eu-west-1', 'https://sqs.eu-west-1.amazonaws.com/111111111111/queue'],
    ['aws-cn', 'cn-north-1', 'https://sqs.cn-north-1.amazonaws.com.cn/111111111111/queue'],
    ['aws-us-gov', 'us-gov-west-1', 'https://sqs.us-gov-west-1.amazonaws.com/111111111111/queue'],
  ])('in the partition %s has its domain', async (partition, region, url) => {
    expect(await queueUrlOf(`arn:${partition}:sqs:${region}:111111111111:queue`)).toBe(url);
  });
});

// The URL in the request, read by a server that refuses it.
async function queueUrlOf(queueArn: string): Promise<string> {
  const bodies: string[] = [];
  const server = await listen(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    bodies.push(Buffer.concat(parts).toString());
    response.writeHead(400).end('{"__type":"InvalidAddress"}');
  });
  process.env.AWS_ENDPOINT_URL = server.url;
  try {
    const message = { queueArn, receiptHandle: 'r', delaySeconds: 30 };
    await expect(createRetryQueue().delay([message])).rejects.toMatchObject({ code: 'InvalidAddress' });
  } finally {
    delete process.env.AWS_ENDPOINT_URL;
    await server.close();
  }
  return JSON.parse(bodies[0] ?? '{}').QueueUrl;
}
