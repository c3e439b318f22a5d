import { afterEach, describe, expect, it } from 'vitest';
import { startMoto } from './moto.ts';
import { useMoto } from './shared.ts';

describe('startMoto', () => {
  const { PATH } = process.env;
  afterEach(() => {
    process.env.PATH = PATH;
  });

  it('fails with the install command if moto is missing', async () => {
    process.env.PATH = '/nowhere';
    await expect(startMoto()).rejects.toThrow(
      /pip install 'moto\[server\]'[\s\S]*moto_server: [\s\S]*python3 -m moto\.server: /,
    );
  });
});

describe('the moto of a worker', () => {
  it('is the same server, empty, each time it is asked for', async () => {
    const first = await useMoto();
    const queues = async () => (await first.call('sqs', 'AmazonSQS.ListQueues', {})).QueueUrls ?? [];
    await first.call('sqs', 'AmazonSQS.CreateQueue', { QueueName: 'left' });
    expect(await queues()).toHaveLength(1);
    expect((await useMoto()).url).toBe(first.url);
    expect(await queues()).toEqual([]);
  });
});
