// What every store of accounts must do, also with concurrent invocations. Runs with the memory twin and with DynamoDB.

import { beforeAll, describe, expect, it } from 'vitest';
import { digestedAccountsOn } from '../../src/adapters/aws/dynamodb-digested-accounts.ts';
import type { StateTable, WithTable } from '../../src/adapters/aws/state-table.ts';
import { createMemoryDigestedAccounts } from '../../src/adapters/memory/digested-accounts.ts';
import { ALL_ACCOUNTS, type DigestedAccountStore, KNOWN_MS } from '../../src/app/heartbeat/digested-accounts-port.ts';
import { useMoto } from '../servers/shared.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const ONE = '111111111111';
const TWO = '222222222222';

function describeStore(name: string, make: (accountsMax?: number) => Promise<DigestedAccountStore>): void {
  describe(`store of accounts: ${name}`, () => {
    let store: DigestedAccountStore;
    const note = (accountId: string, region: string, endMs: number, nowMs = NOW) =>
      store.note({ accountId, region, endMs }, nowMs);
    const known = async (nowMs = NOW) => {
      const accounts = await store.all(nowMs);
      return Object.fromEntries(accounts.map(({ accountId, newest }) => [accountId, Object.fromEntries(newest)]));
    };
    const only = async () => {
      const [account] = await store.all(NOW);
      if (account === undefined) throw new Error('no account is known');
      return account;
    };

    it('is empty at first', async () => {
      store = await make();
      expect(await store.all(NOW)).toEqual([]);
    });

    it('keeps the newest digest of each account and region', async () => {
      store = await make();
      expect(await note(ONE, 'eu-west-1', NOW)).toBe(true);
      expect(await note(ONE, 'eu-west-1', NOW - HOUR)).toBe(true);
      expect(await note(ONE, 'us-gov-east-1', NOW - 2 * HOUR)).toBe(true);
      expect(await note(TWO, 'eu-west-1', NOW + HOUR)).toBe(true);
      expect(await known()).toEqual({
        [ONE]: { 'eu-west-1': NOW, 'us-gov-east-1': NOW - 2 * HOUR },
        [TWO]: { 'eu-west-1': NOW + HOUR },
      });
    });

    it('keeps every digest of many that arrive at the same time', async () => {
      store = await make();
      const regions = Array.from({ length: 8 }, (_, index) => `xx-west-${index}`);
      await Promise.all(regions.flatMap((region) => [note(ONE, region, NOW), note(TWO, region, NOW - HOUR)]));
      const newest = (endMs: number) => Object.fromEntries(regions.map((region) => [region, endMs]));
      expect(await known()).toEqual({ [ONE]: newest(NOW), [TWO]: newest(NOW - HOUR) });
    });

    it('forgets an account 30 days after its last digest, and knows it again with the next', async () => {
      store = await make();
      await note(ONE, 'eu-west-1', NOW);
      expect(Object.keys(await known(NOW + KNOWN_MS - 1))).toEqual([ONE]);
      expect(await known(NOW + KNOWN_MS)).toEqual({});
      await note(ONE, 'eu-west-1', NOW + 2 * KNOWN_MS, NOW + 2 * KNOWN_MS);
      expect(Object.keys(await known(NOW + 2 * KNOWN_MS))).toEqual([ONE]);
    });

    it('lists no more accounts than it has room for, says so, and has room again after one is forgotten', async () => {
      store = await make(1);
      await note(ONE, 'eu-west-1', NOW);
      expect(await note(TWO, 'eu-west-1', NOW)).toBe(false);
      expect(await note(ONE, 'eu-west-2', NOW)).toBe(true);
      expect(Object.keys(await known())).toEqual([ONE]);
      await store.all(NOW + KNOWN_MS);
      expect(await note(TWO, 'eu-west-1', NOW + KNOWN_MS, NOW + KNOWN_MS)).toBe(true);
    });

    it('stores what the heartbeat found, and keeps it when the next digest arrives', async () => {
      store = await make();
      await note(ONE, 'eu-west-1', NOW);
      expect((await only()).watch).toBe('');
      expect(await store.replaceWatch(await only(), 'dark')).toBe(true);
      await note(ONE, 'eu-west-1', NOW + HOUR);
      expect((await only()).watch).toBe('dark');
      expect(await store.replaceWatch(await only(), '')).toBe(true);
      expect(await store.replaceWatch(await only(), 'dark')).toBe(true);
    });

    it('stores what one of many invocations found at the same time', async () => {
      store = await make();
      await note(ONE, 'eu-west-1', NOW);
      const seen = await only();
      const stored = await Promise.all(['a', 'b', 'c', 'd'].map((watch) => store.replaceWatch(seen, watch)));
      expect(stored.filter(Boolean)).toHaveLength(1);
      expect((await only()).watch).toBe('abcd'[stored.indexOf(true)]);
    });

    it('stores nothing about an account that it does not know', async () => {
      store = await make();
      expect(await store.replaceWatch({ accountId: ONE, newest: new Map(), watch: '' }, 'dark')).toBe(false);
      expect(await store.all(NOW)).toEqual([]);
    });

    it('knows since when the heartbeat runs without a gap', async () => {
      store = await make();
      const since = async (nowMs: number) => (await store.recordRun(nowMs, 3 * HOUR)).sinceMs;
      expect(await since(NOW)).toBe(NOW);
      expect(await since(NOW + HOUR)).toBe(NOW);
      expect(await since(NOW + 4 * HOUR)).toBe(NOW);
      expect(await since(NOW + 7 * HOUR + 1)).toBe(NOW + 7 * HOUR + 1);
    });

    it('keeps what the heartbeat found about all accounts together when it runs again', async () => {
      store = await make();
      const run = async () => (await store.recordRun(NOW, 3 * HOUR)).watch;
      const replace = (before: string, watch: string) =>
        store.replaceWatch({ accountId: ALL_ACCOUNTS, newest: new Map(), watch: before }, watch);
      expect(await replace('', 'silent')).toBe(false);
      expect(await run()).toBe('');
      const stored = await Promise.all(['a', 'b', 'c'].map((watch) => replace('', watch)));
      expect(stored.filter(Boolean)).toHaveLength(1);
      const found = 'abc'[stored.indexOf(true)] ?? '';
      expect(await run()).toBe(found);
      expect(await replace(found, '')).toBe(true);
      expect([await run(), await store.all(NOW)]).toEqual(['', []]);
    });

    it('knows since when the heartbeat has run, unless that was too long ago', async () => {
      store = await make();
      const runningSince = (nowMs: number) => store.runningSince(nowMs, 3 * HOUR);
      expect(await runningSince(NOW)).toBeNull();
      await store.recordRun(NOW, 3 * HOUR);
      await store.recordRun(NOW + HOUR, 3 * HOUR);
      expect([await runningSince(NOW + HOUR), await runningSince(NOW + 4 * HOUR)]).toEqual([NOW, NOW]);
      expect(await runningSince(NOW + 4 * HOUR + 1)).toBeNull();
    });
  });
}

describeStore('memory', async (accountsMax) => createMemoryDigestedAccounts(accountsMax));

describe('over DynamoDB', () => {
  let serial = 0;
  beforeAll(useMoto);
  describeStore('DynamoDB', async (accountsMax) => {
    const tableName = `accounts-${serial++}`;
    await createStateTable(tableName);
    return digestedAccountsOn(patientTable(tableName), accountsMax);
  });

  it('puts an account on the list again a week later, in case it was taken off, and not with each digest', async () => {
    await createStateTable('weekly');
    const store = digestedAccountsOn(patientTable('weekly'));
    const note = (nowMs: number) => store.note({ accountId: ONE, region: 'eu-west-1', endMs: nowMs }, nowMs);
    const listed = async (nowMs: number) => (await store.all(nowMs)).length;
    await note(NOW);
    await patientTable('weekly')('take it off', (table) => table.changeSet('trails', 'DELETE', ONE));
    const week = 7 * 24 * HOUR;
    await note(NOW + week - 1);
    expect(await listed(NOW + week)).toBe(0);
    await note(NOW + week);
    expect(await listed(NOW + week)).toBe(1);
  });

  it('keeps the last run for longer than runs may be apart', async () => {
    await createStateTable('runs');
    await digestedAccountsOn(patientTable('runs')).recordRun(NOW, 3 * HOUR);
    const item = await patientTable('runs')('read it', (table) => table.get('heartbeat'));
    expect(Number(item?.expiresAt?.N)).toBeGreaterThan((NOW + 3 * HOUR) / 1_000);
  });

  it('lists an account whose first digest is noted again because the list could not be changed', async () => {
    await createStateTable('interrupted');
    const withTable = patientTable('interrupted');
    let updates = 0;
    const failing: WithTable = (what, call) =>
      withTable(what, (table) => {
        const update: StateTable['update'] = async (...args) => {
          if (++updates === 2) throw new Error('the table is throttled');
          return table.update(...args);
        };
        return call({ ...table, update });
      });
    const store = digestedAccountsOn(failing);
    const note = () => store.note({ accountId: ONE, region: 'eu-west-1', endMs: NOW }, NOW);
    await expect(note()).rejects.toMatchObject({ kind: 'transient' });
    expect(await note()).toBe(true);
    expect(await store.all(NOW)).toMatchObject([{ accountId: ONE }]);
  });
});
