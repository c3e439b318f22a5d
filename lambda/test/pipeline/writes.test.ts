// What alerts cost in writes to the state table, counted in front of moto.

import { describe, expect, it } from 'vitest';
import { stateStoreOn } from '../../src/adapters/aws/dynamodb-state.ts';
import { useCountedMoto } from '../servers/counted-moto.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';
import { aRecord, batchOf, records, strangers } from './payloads.ts';
import { createWorld } from './pipeline-world.ts';

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'];

const moto = useCountedMoto();

let tables = 0;

async function writesOf(...of: readonly object[]): Promise<number> {
  const tableName = `state-${tables++}`;
  await createStateTable(tableName);
  const world = createWorld({ state: stateStoreOn(patientTable(tableName)) });
  world.put('file', ...of);
  moto.calls.clear();
  const { counters } = await world.invoke(batchOf('file'), { timeoutMs: 600_000 });
  expect(counters).toMatchObject({ delivered: of.length });
  return WRITES.reduce((sum, operation) => sum + (moto.calls.get(operation) ?? 0), 0);
}

describe('alerts that are posted', () => {
  it.each<[what: string, alerts: readonly object[], writes: number]>([
    ['fifty of fifty identities', strangers(50), 59],
    ['twenty of twenty identities', strangers(20), 23],
    ['ten of one identity', records(10), 14],
    ['two of two identities', strangers(2), 5],
    ['one', [aRecord()], 4],
    ['none', [], 0],
  ])('cost a write each, and three for each lot: %s', async (_, alerts, writes) => {
    expect(await writesOf(...alerts)).toBeLessThanOrEqual(writes);
  });

  it('cost at most 1.2 writes each in a full lot', async () => {
    expect((await writesOf(...strangers(20))) / 20).toBeLessThanOrEqual(1.2);
  });
});
