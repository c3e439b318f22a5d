// What verification costs in calls to the state table, counted in front of moto, for the hour of one account and region. The
// documentation has these numbers.

import { expect, it } from 'vitest';
import { correlationStoreOn } from '../../src/adapters/aws/dynamodb-correlations.ts';
import { digestedAccountsOn } from '../../src/adapters/aws/dynamodb-digested-accounts.ts';
import { markStoreOn } from '../../src/adapters/aws/dynamodb-marks.ts';
import { DARK_AFTER_MS } from '../../src/app/heartbeat/watch.ts';
import type { Verification } from '../../src/app/verification/verification.ts';
import { recoveryMessage } from '../../src/core/sources/recovery.ts';
import { HOUR_MS, START_MS } from '../digests/trail-world.ts';
import { batch } from '../pipeline/payloads.ts';
import { useCountedMoto } from '../servers/counted-moto.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';
import { created, createVerificationWorld, LOGS } from './verification-world.ts';

const moto = useCountedMoto();

const FILES = 10;

it('an hour costs one write for each log file and three for its digest, and the heartbeat one', async () => {
  await createStateTable('costs');
  const table = patientTable('costs');
  const world = createVerificationWorld({ hours: 3, filesPerHour: () => FILES, recordsOf: () => [] });
  const accounts = digestedAccountsOn(table);
  // The heartbeat has run every hour since before the trail began.
  for (const ms of [-HOUR_MS, HOUR_MS, 3 * HOUR_MS]) await accounts.recordRun(START_MS + ms, DARK_AFTER_MS);
  const verification = {
    ...world.verification,
    marks: markStoreOn(table),
    trails: correlationStoreOn(table),
    runningSinceMs: () => accounts.runningSince(world.clock.nowMs(), DARK_AFTER_MS),
  };
  const ports = { verification, heartbeat: { accounts, ignored: new Set<string>() } };
  const callsOf = async (payload: unknown) => {
    moto.calls.clear();
    const { retries } = await world.invoke(payload, ports);
    expect(retries).toEqual([]);
    return Object.fromEntries([...moto.calls].sort());
  };
  const [first, second] = world.digests;
  if (!first || !second) throw new Error('there are no digests');
  for (const { key, logFiles } of [first]) {
    await world.invoke(batch(...logFiles.map(created)), ports);
    await world.invoke(batch(created(key)), ports);
  }
  // BatchWriteItem writes 25 items at most, each of which is one write.
  expect(await callsOf(batch(...second.logFiles.map(created)))).toEqual({ BatchWriteItem: 1 });
  expect(await callsOf(batch(created(second.key)))).toEqual({
    BatchGetItem: 2,
    GetItem: 1,
    PutItem: 2,
    UpdateItem: 1,
  });
  expect(await callsOf({ cloudtrailToSlack: { job: 'heartbeat' } })).toEqual({
    BatchGetItem: 1,
    GetItem: 2,
    UpdateItem: 1,
  });
});

it('a day costs a read of each of its digests, three listings, and two reads of the table', async () => {
  await createStateTable('days');
  const table = patientTable('days');
  const dayMs = Date.UTC(2024, 2, 2);
  const world = createVerificationWorld({ startMs: dayMs - 3 * HOUR_MS + 91_000, hours: 48, filesPerHour: () => 1 });
  const accounts = digestedAccountsOn(table);
  const calls = { digests: 0, listings: new Set<string>() };
  const verification: Verification = {
    ...world.verification,
    marks: markStoreOn(table),
    trails: correlationStoreOn(table),
    digests: {
      read(location) {
        calls.digests++;
        return world.verification.digests.read(location);
      },
    },
    folders: {
      list(bucket, prefix, page) {
        calls.listings.add(prefix);
        return world.verification.folders.list(bucket, prefix, page);
      },
    },
    runningSinceMs: () => accounts.runningSince(world.clock.nowMs(), DARK_AFTER_MS),
  };
  for (let ms = dayMs - 6 * HOUR_MS; ms < world.clock.nowMs(); ms += HOUR_MS)
    await accounts.recordRun(ms, DARK_AFTER_MS);
  // The digest of twenty hours after the end of the day.
  const { key = '' } = world.digests.at(-2) ?? {};
  moto.calls.clear();
  const report = await world.invoke(batch(recoveryMessage({ kind: 'day', bucket: LOGS, key })), { verification });
  expect(report).toMatchObject({ retries: [], counters: { verification: { daysCompared: 1 } } });
  // Those that end on the day, and two of the next one.
  expect([calls.digests, calls.listings.size]).toEqual([26, 3]);
  expect(Object.fromEntries(moto.calls)).toEqual({ GetItem: 1, BatchGetItem: 1 });
});
