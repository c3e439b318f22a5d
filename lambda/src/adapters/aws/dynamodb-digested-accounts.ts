// The accounts whose digests were seen, in the state table: an item for each account (`trail#<account>`), one with the list of them
// (`trails`), and one with the last run of the heartbeat and what it found about all accounts together (`heartbeat`). In: digests.
// Out: what is stored of each account.

import {
  ACCOUNTS_MAX,
  ALL_ACCOUNTS,
  type DigestedAccount,
  type DigestedAccountStore,
  KNOWN_MS,
  type SeenDigest,
} from '../../app/heartbeat/digested-accounts-port.ts';
import { type Item, isCurrent, numberOf, SET_TIMES, textOf, timesUntil, toItem } from './state-item.ts';
import type { StateTable, WithTable } from './state-table.ts';

const LIST = 'trails';
const RUN = 'heartbeat';
// An account is put on the list again after this time, in case it was taken off at the moment when a digest arrived.
const LISTED_MS = 7 * 24 * 3600 * 1000;

/** A `DigestedAccountStore` over the state table. */
export function digestedAccountsOn(withTable: WithTable, accountsMax = ACCOUNTS_MAX): DigestedAccountStore {
  return {
    note: (digest, nowMs) => withTable('note a digest', (table) => note(table, digest, { nowMs, accountsMax })),
    all: (nowMs) => withTable('read the accounts', (table) => readAll(table, nowMs)),
    replaceWatch: ({ accountId, watch: before }, watch) =>
      withTable('store what the heartbeat found', async (table) => {
        const isUnchanged = before === '' ? 'attribute_not_exists(#watch) OR #watch = :before' : '#watch = :before';
        const isThere = `attribute_exists(#id) AND (${isUnchanged})`;
        return (
          (await table.update(idOf(accountId), 'SET #watch = :watch', isThere, toItem({ before, watch }))) !== undefined
        );
      }),
    recordRun: (nowMs, gapMs) =>
      withTable('record a run', async (table) => {
        const before = await table.get(RUN);
        const isGap = nowMs - numberOf(before, 'lastMs', 0) > gapMs;
        const sinceMs = isGap ? nowMs : numberOf(before, 'sinceMs', nowMs);
        const values = { lastMs: nowMs, sinceMs, ...timesUntil(nowMs + KNOWN_MS) };
        const change = Object.keys(values).map((name) => `#${name} = :${name}`);
        // What another run stores at the same time stays.
        const stored = await table.change(RUN, `SET ${change.join(', ')}`, toItem(values));
        return { sinceMs, watch: textOf(stored, 'watch') };
      }),
    runningSince: (nowMs, gapMs) =>
      withTable('read when verification began', async (table) => {
        const run = await table.get(RUN);
        return nowMs - numberOf(run, 'lastMs', 0) > gapMs ? null : numberOf(run, 'sinceMs', nowMs);
      }),
  };
}

const idOf = (accountId: string): string => (accountId === ALL_ACCOUNTS ? RUN : PREFIX_OF_ID + accountId);
const PREFIX_OF_ID = 'trail#';

// One attribute for each region. Names of regions have no underscores, and placeholders no hyphens.
const PREFIX = 'region_';
const attributeOf = (region: string): string => PREFIX + region.replaceAll('-', '_');
const regionOf = (attribute: string): string => attribute.slice(PREFIX.length).replaceAll('_', '-');

interface Noting {
  readonly nowMs: number;
  readonly accountsMax: number;
}

async function note(table: StateTable, { accountId, region, endMs }: SeenDigest, noting: Noting): Promise<boolean> {
  const attribute = `#${attributeOf(region)}`;
  const id = idOf(accountId);
  const changed = await table.update(
    id,
    `SET ${attribute} = :endMs, ${SET_TIMES}`,
    `attribute_not_exists(${attribute}) OR ${attribute} < :endMs`,
    toItem({ endMs, ...timesUntil(endMs + KNOWN_MS) }),
  );
  // A digest that was noted before may be one whose account could not be listed then.
  const item = changed ?? (await table.get(id));
  if (numberOf(item, 'listedMs', 0) > noting.nowMs - LISTED_MS) return true;
  if (!(await list(table, accountId, noting.accountsMax))) return false;
  await table.change(id, 'SET #listedMs = :listedMs', toItem({ listedMs: noting.nowMs }));
  return true;
}

async function list(table: StateTable, accountId: string, accountsMax: number): Promise<boolean> {
  const hasRoom = 'attribute_not_exists(#members) OR size(#members) < :accountsMax OR contains(#members, :accountId)';
  const values = toItem({ added: [accountId], accountsMax, accountId });
  return (await table.update(LIST, 'ADD #members :added', hasRoom, values)) !== undefined;
}

async function readAll(table: StateTable, nowMs: number): Promise<readonly DigestedAccount[]> {
  const members = (await table.get(LIST))?.members?.SS ?? [];
  const items = await table.getAll(members.map(idOf));
  const known = items.filter((item) => isCurrent(item, nowMs)).map(accountOf);
  const ids = new Set(known.map(({ accountId }) => accountId));
  await takeOff(
    table,
    members.filter((accountId) => !ids.has(accountId)),
  );
  return known;
}

// The rest is taken off by the next runs.
const TAKEN_OFF_MAX = 25;

async function takeOff(table: StateTable, accountIds: readonly string[]): Promise<void> {
  for (const accountId of accountIds.slice(0, TAKEN_OFF_MAX)) await table.changeSet(LIST, 'DELETE', accountId);
}

function accountOf(item: Item): DigestedAccount {
  const regions = Object.keys(item).filter((name) => name.startsWith(PREFIX));
  return {
    accountId: textOf(item, 'id').slice(PREFIX_OF_ID.length),
    newest: new Map(regions.map((name) => [regionOf(name), numberOf(item, name, 0)])),
    watch: textOf(item, 'watch'),
  };
}
