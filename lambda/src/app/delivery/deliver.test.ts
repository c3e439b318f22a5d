import { describe, expect, it } from 'vitest';
import { createOneDestination } from '../../../test/pipeline/one-destination.ts';
import { createMemoryNotifier } from '../../adapters/memory/notifier.ts';
import { noticeOfAlert } from '../../core/threads/make-notice.ts';
import type { Notice } from '../../core/threads/notice.ts';
import type { Destination, Notifier } from '../ports.ts';

const RULE = { name: 'r', expression: 'true', severity: 'low', description: '', pack: null, runbookUrl: null } as const;
const NOTICES = Array.from({ length: 5 }, (_, index) =>
  noticeOfAlert({ record: { eventID: `event-${index}`, eventName: 'X' }, rule: RULE, rules: [RULE], origin: null }),
);

// The kinds of notices that a destination receives for five alerts if two messages are allowed.
async function kindsDelivered(nature: Pick<Destination, 'everyNotice'>): Promise<readonly string[]> {
  const notifier = createMemoryNotifier<string>({ threads: false });
  const renderer = { message: (notice: Notice) => notice.kind };
  const destination: Destination<string> = { id: 'd', kind: 'test', renderer, notifier, ...nature };
  const { deliver } = createOneDestination(destination as Destination, 2);
  expect(await deliver(NOTICES)).toEqual(NOTICES.map(() => 'delivered'));
  return notifier.posts.map(({ message }) => message);
}

describe('more notices than an invocation may post', () => {
  it('are folded into a summary for people', async () => {
    expect(await kindsDelivered({})).toEqual(['alert', 'alert', 'digest']);
  });

  it('are each delivered to a destination that keeps them all', async () => {
    expect(await kindsDelivered({ everyNotice: true })).toEqual(Array(5).fill('alert'));
  });
});

describe('an answer', () => {
  it.each([
    ['eight seconds', 60_000, 8_000],
    ['as long as there is time to record the message afterwards', 6_000, 4_500],
    ['whole milliseconds', 6_000.5, 4_500],
    ['at least three and a half seconds', 5_000, 3_500],
  ])('is waited for %s', async (_, lastsMs, expected) => {
    const waits: (number | undefined)[] = [];
    const notifier: Notifier<unknown> = {
      async post(_message, _thread, timeoutMs) {
        waits.push(timeoutMs);
        return null;
      },
    };
    const destination: Destination = { id: 'd', kind: 'test', renderer: { message: () => 'x' }, notifier };
    await createOneDestination(destination, 2).deliver(NOTICES.slice(0, 1), {}, lastsMs);
    expect(waits).toEqual([expected]);
  });
});
