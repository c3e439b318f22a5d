// Sabotage: ways to break the pipeline or its ports, to prove that the simulation detects them.

import type { Pipeline } from '../../src/app/pipeline.ts';
import type { Claims, Destination, StateStore, ThreadSlot } from '../../src/app/ports.ts';
import type { Report } from '../../src/app/process-payload.ts';

const all = <K, V>(map: ReadonlyMap<K, V>, value: V): ReadonlyMap<K, V> =>
  new Map([...map.keys()].map((key) => [key, value]));

export interface Sabotage {
  readonly pipeline?: (pipeline: Pipeline) => Pipeline;
  readonly report?: (report: Report) => Report;
}

const withState = (change: (state: StateStore) => Partial<StateStore>): Sabotage => ({
  pipeline: (pipeline) => ({ ...pipeline, state: { ...pipeline.state, ...change(pipeline.state) } }),
});

/** Every invocation may deliver every alert. */
export const CLAIMS_ALWAYS_SUCCEED: Sabotage = withState((state) => ({
  delivered: async () => new Set(),
  claim: async (...args) => {
    const claims = await state.claim(...args);
    return { ...claims, ids: all(claims.ids, 'claimed') };
  },
}));

/** A sabotage that also adds up something of all reports. */
export function addingUp(sabotage: Sabotage, amountOf: (counters: Report['counters']) => number) {
  let total = 0;
  return {
    ...sabotage,
    report(actual: Report) {
      const report = sabotage.report?.(actual) ?? actual;
      total += amountOf(report.counters);
      return report;
    },
    total: () => total,
  };
}

const withPost = (change: (destination: Destination) => Destination['notifier']['post']): Sabotage => ({
  pipeline: (pipeline) => ({
    ...pipeline,
    destinations: new Map(
      [...pipeline.destinations].map(([id, destination]) => {
        const notifier = { ...destination.notifier, post: change(destination) };
        return [id, { ...destination, notifier }];
      }),
    ),
  }),
});

const withClaims = (change: (claims: Claims) => Claims): Sabotage =>
  withState((state) => ({ claim: async (...args) => change(await state.claim(...args)) }));

const withoutPosted = (claims: Claims): Claims => ({
  ...claims,
  threads: new Map(
    [...claims.threads].map(([key, slot]) => [
      key,
      slot.state === 'open' ? { ...slot, thread: { ...slot.thread, posted: new Set<string>() } } : slot,
    ]),
  ),
});

let turn = 0;
const nowAndThen = () => turn++ % 5 === 0;

/** By the broken part: the sabotage, and what the simulation must find. */
export const SABOTAGE: Readonly<Record<string, readonly ['lost' | 'repeated' | 'split' | 'unreconciled', Sabotage]>> = {
  'claims always succeed': ['repeated', withClaims((claims) => ({ ...claims, ids: all(claims.ids, 'claimed') }))],
  'deliveries are not recorded': [
    'repeated',
    withState((state) => ({
      settle: (ids) => state.release(ids, [], 'no owner'),
      claim: async (ids, keys, lease) => withoutPosted(await state.claim(ids, keys, lease)),
    })),
  ],
  'claims count as delivered': [
    'lost',
    withClaims((claims) => (nowAndThen() ? { ...claims, ids: all(claims.ids, 'done') } : claims)),
  ],
  'failures are acknowledged': ['lost', { report: (report) => ({ ...report, retries: [] }) }],
  'messages vanish': [
    'lost',
    withPost(
      ({ notifier }) =>
        async (message, thread) =>
          nowAndThen() ? { channel: 'C', ts: '0' } : notifier.post(message, thread),
    ),
  ],
  'counts are not noted': ['lost', withState(() => ({ deferCount: async () => {} }))],
  'counts are never looked up': ['lost', withState(() => ({ deferredCounts: async () => [] }))],
  'counts are too low': [
    'lost',
    withState((state) => ({
      deferredCounts: async () =>
        (await state.deferredCounts()).map((deferred) => ({ ...deferred, total: Math.min(2, deferred.total) })),
    })),
  ],
  'every invocation can start a thread': [
    'split',
    withClaims((claims) => ({ ...claims, threads: all<string, ThreadSlot>(claims.threads, { state: 'ours' }) })),
  ],
  'counters are wrong': [
    'unreconciled',
    { report: (report) => ({ ...report, counters: { ...report.counters, delivered: report.counters.delivered + 1 } }) },
  ],
};
