// A queue in moto that records what was published to a topic or sent to an event bus.

import type { Moto } from './moto.ts';

/** The bodies of the messages that have come since the last call, from JSON. */
export async function receiveBodies<T = Record<string, unknown>>(moto: Moto, queue: string): Promise<T[]> {
  const bodies: T[] = [];
  for (;;) {
    const input = { QueueUrl: `${moto.url}/123456789012/${queue}`, MaxNumberOfMessages: 10 };
    const { Messages = [] } = await moto.call('sqs', 'AmazonSQS.ReceiveMessage', input);
    const messages = Messages as { Body: string }[];
    if (messages.length === 0) return bodies;
    bodies.push(...messages.map(({ Body }) => JSON.parse(Body)));
  }
}
