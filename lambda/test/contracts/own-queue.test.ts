// What every own queue must do. Runs with the memory twin, the model of the simulation and SQS.

import { CreateQueueCommand, PurgeQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOwnQueue } from '../../src/adapters/aws/own-queue.ts';
import { createMemoryOwnQueue } from '../../src/adapters/memory/own-queue.ts';
import type { OwnMessage, OwnQueue } from '../../src/app/verification/verification-port.ts';
import { useFaultyAws } from '../servers/faulty-aws.ts';

interface QueueWorld {
  readonly queue: OwnQueue;
  /** The bodies of all messages that can be received now; afterwards they are gone. */
  receive(): Promise<readonly string[]>;
}

const messages = (count: number, delaySeconds: number): OwnMessage[] =>
  Array.from({ length: count }, (_, index) => ({ body: JSON.stringify({ index, text: 'ü' }), delaySeconds }));
const bodies = (of: readonly OwnMessage[]) => of.map(({ body }) => body).sort();

function describeOwnQueue(name: string, make: () => Promise<QueueWorld>): void {
  describe(`own queue: ${name}`, () => {
    let world: QueueWorld;
    beforeAll(async () => {
      world = await make();
    });

    it('accepts an empty list', async () => {
      await world.queue.send([]);
      expect(await world.receive()).toEqual([]);
    });

    it('sends more messages than one call takes', async () => {
      const sent = messages(23, 0);
      await world.queue.send(sent);
      expect([...(await world.receive())].sort()).toEqual(bodies(sent));
    });
  });
}

describeOwnQueue('memory', async () => {
  const queue = createMemoryOwnQueue();
  return { queue, receive: async () => queue.sent.splice(0).map(({ body }) => body) };
});

describe('over SQS', () => {
  const faulty = useFaultyAws();
  let sqs: SQSClient;
  let url: string;
  beforeAll(async () => {
    sqs = new SQSClient({});
    url = (await sqs.send(new CreateQueueCommand({ QueueName: 'own' }))).QueueUrl ?? '';
  });

  const receive = async () => {
    const received: string[] = [];
    for (;;) {
      const input = { QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input));
      if (Messages.length === 0) return received;
      received.push(...Messages.map(({ Body = '' }) => Body));
    }
  };
  describeOwnQueue('SQS', async () => ({ queue: createOwnQueue(url), receive }));

  it('lets a message wait', async () => {
    await createOwnQueue(url).send(messages(1, 900));
    expect(await receive()).toEqual([]);
  });

  it('rejects if one message was not sent, although the call succeeds', async () => {
    await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
    const Failed = [{ Id: '0', SenderFault: false, Code: 'InternalError', Message: 'no' }];
    faulty.misbehave({ kind: 'answer', status: 200, body: JSON.stringify({ Successful: [], Failed }) });
    await expect(createOwnQueue(url).send(messages(1, 0))).rejects.toMatchObject({
      name: 'PortError',
      kind: 'transient',
      code: 'InternalError',
    });
  });

  it('rejects with a transient fault if there is no such queue', async () => {
    await expect(createOwnQueue(`${url}-other`).send(messages(1, 0))).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('cannot send messages to the own queue'),
    });
  });
});
