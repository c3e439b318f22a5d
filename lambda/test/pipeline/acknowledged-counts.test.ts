// The count on a first message that someone acknowledged: the message that shows the count also shows who acknowledged the alert.

import { describe, expect, it } from 'vitest';
import { createMemoryAcknowledgements } from '../../src/adapters/memory/acknowledgements.ts';
import { createMemoryNotifier } from '../../src/adapters/memory/notifier.ts';
import type { AcknowledgementStore } from '../../src/app/mutes/acknowledgement-store-port.ts';
import type { Destination } from '../../src/app/ports.ts';
import type { Acknowledgement } from '../../src/core/mutes/acknowledgement.ts';
import { batchOf, records } from './payloads.ts';
import { createWorld, DEFAULT_CHANNEL } from './pipeline-world.ts';

interface Shown {
  readonly count: number;
  readonly by: string | null;
}

async function countOnMessage(acknowledgements: AcknowledgementStore | undefined, hasButtons = true) {
  const world = createWorld({ settings: { thread_replies_max: 0 } });
  const notifier = createMemoryNotifier<Shown>({ channel: 'C0DEFAULT01', threads: true });
  const renderer = {
    message: (_: unknown, count: number, shown: { readonly acknowledgement?: Acknowledgement | null } = {}) => ({
      count,
      by: shown.acknowledgement?.by ?? null,
    }),
  };
  const destination = { id: DEFAULT_CHANNEL, kind: 'slack-app', renderer, notifier, ...(hasButtons && { hasButtons }) };
  world.put('file', ...records(5));
  const destinations = new Map([[DEFAULT_CHANNEL, destination as unknown as Destination]]);
  await world.invoke(batchOf('file'), { destinations, ...(acknowledgements && { acknowledgements }) });
  return notifier.posts[0]?.versions;
}

const ALICE: Acknowledgement = { by: 'U0000ALICE', atMs: Date.UTC(2026, 0, 1) };

/** A message that is acknowledged from the `from`-th look-up on. */
const acknowledged = (from: number): AcknowledgementStore => {
  let lookUps = 0;
  return { ...createMemoryAcknowledgements(), find: async () => (++lookUps >= from ? ALICE : null) };
};

describe('a message whose count is updated', () => {
  it('keeps the acknowledgement, also of a moment ago', async () => {
    expect(await countOnMessage(acknowledged(1))).toEqual([
      { count: 1, by: null },
      { count: 5, by: 'U0000ALICE' },
    ]);
    expect(await countOnMessage(acknowledged(2))).toEqual([
      { count: 1, by: null },
      { count: 5, by: null },
      { count: 5, by: 'U0000ALICE' },
    ]);
  });

  it('is updated once if the alert is not acknowledged', async () => {
    expect(await countOnMessage(acknowledged(3))).toHaveLength(2);
  });

  it('costs no look-up where messages have no buttons', async () => {
    const find = () => Promise.reject(new Error('a look-up'));
    const store = { ...createMemoryAcknowledgements(), find };
    expect(await countOnMessage(store, false)).toHaveLength(2);
    expect(await countOnMessage(undefined)).toHaveLength(2);
  });
});
