// A world for correlations: the rules of these tests, events at chosen seconds, and a store whose calls can be watched and broken.

import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { type CorrelationMemory, createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import type { CorrelationStore, StoreChange } from '../../src/app/ports.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { aRecord } from './payloads.ts';
import { createWorld, deliveredEvents, firstMessages } from './pipeline-world.ts';

const START_MS = Date.UTC(2026, 0, 1);

/** At least three denied calls of one identity within a minute. */
export const BURST = {
  name: 'denied-burst',
  expression: "errorCode == 'AccessDenied'",
  severity: 'high',
  correlation: { type: 'event_count', group_by: ['userIdentity.arn'], timespan: '1m', gte: 3 },
};

/** A call that the burst counts, some seconds after the start. */
export function denied(second: number, user = 'jane', more: JsonObject = {}): JsonObject {
  return at(second, { eventName: 'GetObject', errorCode: 'AccessDenied', ...more }, user);
}

export function at(second: number, more: JsonObject = {}, user = 'jane'): JsonObject {
  return aRecord({ eventTime: new Date(START_MS + second * 1_000).toISOString(), ...more }, user);
}

export interface WatchedStore extends CorrelationStore {
  readonly reads: string[][];
  readonly commits: StoreChange[][];
  /** Called before each read or commit; may reject. */
  before: (call: 'read' | 'commit', changes: readonly StoreChange[]) => Promise<void> | void;
  /** Replaces the results of a commit, after it was applied if they are not all false. */
  refuse: (changes: readonly StoreChange[]) => boolean;
}

/** A store in memory that counts its calls. */
function watchedStore(store = createMemoryCorrelations()): WatchedStore {
  const watched: WatchedStore = {
    reads: [],
    commits: [],
    before: () => {},
    refuse: () => false,
    async read(keys, nowMs) {
      await watched.before('read', []);
      watched.reads.push([...keys]);
      return store.read(keys, nowMs);
    },
    async commit(changes, nowMs) {
      await watched.before('commit', changes);
      watched.commits.push([...changes]);
      if (watched.refuse(changes)) return changes.map(() => false);
      return store.commit(changes, nowMs);
    },
  };
  return watched;
}

/** A world with some rules, by default the burst, and a separate store. */
export function createCorrelationWorld(rules: readonly object[] = [BURST], settings: object = {}) {
  const store = watchedStore();
  const instance = createCorrelationMemory(store);
  const world = createWorld({ settings: { rules, ...settings } });
  const invoke = (payload: unknown, ports: { correlations?: CorrelationMemory; timeoutMs?: number } = {}) =>
    world.invoke(payload, { correlations: instance, ...ports });
  return {
    ...world,
    store,
    invoke,
    /** Ids of the messages about correlations, in order. */
    alerts: () => deliveredEvents(world.channel()).filter((id) => id.startsWith('correlation#')),
    facts: () =>
      firstMessages(world.channel()).flatMap(({ message: { notice } }) =>
        notice.kind === 'alert' && notice.alert.correlation
          ? [{ rule: notice.alert.rule.name, ...notice.alert.correlation }]
          : [],
      ),
  };
}
