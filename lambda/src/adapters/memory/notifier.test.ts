import { describe, expect, it } from 'vitest';
import { PortError } from '../../app/ports.ts';
import { createMemoryNotifier } from './notifier.ts';

const busy = () => new PortError('transient', 'ratelimited', 'wait', { retryAfterMs: 1_000 });

describe('the notifier in memory', () => {
  it('fails as many times as requested, and records no message of a failed call', async () => {
    const notifier = createMemoryNotifier<string>();
    notifier.failNext(busy, 2);
    await expect(notifier.post('a', null)).rejects.toMatchObject({ code: 'ratelimited' });
    await expect(notifier.post('b', null)).rejects.toMatchObject({ code: 'ratelimited' });
    await notifier.post('c', null);
    expect(notifier.posts.map(({ message }) => message)).toEqual(['c']);
    expect(notifier.calls()).toBe(3);
  });

  it('keeps every version of an updated message', async () => {
    const notifier = createMemoryNotifier<string>({ channel: 'C1' });
    const handle = await notifier.post('1 event', null);
    await notifier.update?.(handle ?? { channel: '', ts: '' }, '2 events');
    expect(notifier.posts).toMatchObject([{ message: '2 events', versions: ['1 event', '2 events'], thread: null }]);
    expect(handle?.channel).toBe('C1');
  });

  it('has no updates where it has no threads', () => {
    expect(createMemoryNotifier({ threads: false }).update).toBeUndefined();
  });
});
