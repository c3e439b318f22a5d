// A destination in memory. In: messages of any form. Out: handles as Slack gives them, and a list of what was posted, in
// order, with threads and updates. Never sends anything anywhere.

import { type MessageHandle, type Notifier, PortError, type ReplyTo } from '../../app/ports.ts';

export interface MemoryPost<M> {
  readonly handle: MessageHandle;
  /** The first message of its thread; null outside a thread. */
  readonly thread: ReplyTo | null;
  /** What it shows now. */
  message: M;
  /** Everything it showed, the first version first. */
  readonly versions: M[];
}

export interface MemoryNotifier<M> extends Notifier<M> {
  readonly posts: readonly MemoryPost<M>[];
  /** Calls made so far, failed ones included. */
  calls(): number;
  /** Makes the next `times` calls fail with what `fault` makes. */
  failNext(fault: () => Error, times?: number): void;
  /** Deletes a message, as people do in Slack. */
  remove(handle: MessageHandle): void;
}

export interface MemoryNotifierOptions {
  readonly channel?: string;
  /** Whether posts give handles and can be updated, as with Slack's bot token; without, as with a webhook or a topic. */
  readonly threads?: boolean;
}

/** An in-process `Notifier`. */
export function createMemoryNotifier<M>(options: MemoryNotifierOptions = {}): MemoryNotifier<M> {
  const { channel = 'C0123456789', threads = true } = options;
  const posts: MemoryPost<M>[] = [];
  const faults: (() => Error)[] = [];
  let calls = 0;
  let posted = 0;
  const begin = () => {
    calls += 1;
    const fault = faults.shift();
    if (fault) throw fault();
  };
  const find = (handle: MessageHandle) =>
    posts.find(({ handle: own }) => own.channel === handle.channel && own.ts === handle.ts);
  const require = (handle: MessageHandle) => {
    const post = find(handle);
    if (!post) throw new PortError('thread_gone', 'message_not_found', `there is no message ${handle.ts}`);
    return post;
  };
  return {
    posts,
    calls: () => calls,
    failNext: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
    remove: (handle) => void posts.splice(posts.indexOf(require(handle)), 1),
    async post(message, thread) {
      begin();
      if (threads && thread) require(thread);
      const handle = { channel, ts: timestamp(++posted) };
      posts.push({ handle, thread: threads ? thread : null, message, versions: [message] });
      if (!threads) return null;
      return thread === null ? handle : { channel: thread.channel, ts: thread.ts };
    },
    ...(threads && {
      async update(handle: MessageHandle, message: M) {
        begin();
        const post = require(handle);
        post.message = message;
        post.versions.push(message);
      },
    }),
  };
}

// Slack's `ts`: seconds, a dot, six digits that make it unique in its channel.
function timestamp(serial: number): string {
  return `${1_700_000_000 + Math.floor(serial / 1_000_000)}.${String(serial % 1_000_000).padStart(6, '0')}`;
}
