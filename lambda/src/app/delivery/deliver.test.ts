import { describe, expect, it } from 'vitest';
import { createOneDestination } from '../../../test/pipeline/one-destination.ts';
import { createMemoryNotifier } from '../../adapters/memory/notifier.ts';
import { noticeOfAlert } from '../../core/threads/make-notice.ts';
import type { Notice } from '../../core/threads/notice.ts';
import type { Destination } from '../ports.ts';

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
