// The accounts whose digests were seen, in memory. In: digests. Out: what the state table would answer.

import {
  ACCOUNTS_MAX,
  ALL_ACCOUNTS,
  type DigestedAccount,
  type DigestedAccountStore,
  KNOWN_MS,
} from '../../app/heartbeat/digested-accounts-port.ts';

interface Entry {
  readonly newest: Map<string, number>;
  untilMs: number;
  watch: string;
}

/** An in-process `DigestedAccountStore`. */
export function createMemoryDigestedAccounts(accountsMax = ACCOUNTS_MAX): DigestedAccountStore {
  const entries = new Map<string, Entry>();
  const run = { lastMs: Number.NEGATIVE_INFINITY, sinceMs: 0, watch: '' };
  return {
    async note({ accountId, region, endMs }) {
      const entry = entries.get(accountId) ?? { newest: new Map(), untilMs: 0, watch: '' };
      if (endMs <= (entry.newest.get(region) ?? Number.NEGATIVE_INFINITY)) return true;
      if (!entries.has(accountId) && entries.size >= accountsMax) return false;
      entry.newest.set(region, endMs);
      entry.untilMs = endMs + KNOWN_MS;
      entries.set(accountId, entry);
      return true;
    },
    async all(nowMs) {
      for (const [accountId, { untilMs }] of entries) if (untilMs <= nowMs) entries.delete(accountId);
      return [...entries].map(([accountId, { newest, watch }]) => ({ accountId, newest: new Map(newest), watch }));
    },
    async replaceWatch({ accountId, watch: before }: DigestedAccount, watch) {
      const hasRun = run.lastMs > Number.NEGATIVE_INFINITY;
      const entry = accountId === ALL_ACCOUNTS && hasRun ? run : entries.get(accountId);
      if (entry?.watch !== before) return false;
      entry.watch = watch;
      return true;
    },
    async recordRun(nowMs, gapMs) {
      if (nowMs - run.lastMs > gapMs) run.sinceMs = nowMs;
      run.lastMs = nowMs;
      return { ...run };
    },
    runningSince: async (nowMs, gapMs) => (nowMs - run.lastMs > gapMs ? null : run.sinceMs),
  };
}
