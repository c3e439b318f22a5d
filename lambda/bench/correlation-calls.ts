// Counts what a correlation reads and writes in the state table for 10,000 matching events: the real pipeline and the real adapter, over
// a table that counts. In one file or in a hundred, of one group or of a thousand.

import { gzipSync } from 'node:zlib';
import { correlationStoreOn } from '../src/adapters/aws/dynamodb-correlations.ts';
import type { Item } from '../src/adapters/aws/state-item.ts';
import type { StateTable } from '../src/adapters/aws/state-table.ts';
import { createMemoryPipeline } from './memory-pipeline.ts';

export interface CorrelationCallsResult {
  readonly type: string;
  readonly files: number;
  readonly groups: number;
  readonly alerts: number;
  /** Calls of DynamoDB. */
  readonly calls: number;
  readonly itemsRead: number;
  readonly itemsWritten: number;
}

const EVENTS = 10_000;
const START_MS = Date.UTC(2026, 0, 1);
const TYPES = {
  event_count: { type: 'event_count', timespan: '1h', gte: 10 },
  first_seen: { type: 'first_seen', timespan: '30d', learn: '0s' },
};

/** Delivers the events for each type, number of files and number of groups, each file in a separate invocation. */
export async function countCorrelationCalls(): Promise<CorrelationCallsResult[]> {
  const results: CorrelationCallsResult[] = [];
  for (const [type, correlation] of Object.entries(TYPES)) {
    for (const files of [1, 100]) {
      for (const groups of [1, 1_000]) {
        const { table, ...count } = createCountingTable();
        const store = correlationStoreOn((_, call) => call(table));
        const rules = [{ ...RULE, correlation: { ...correlation, group_by: ['userIdentity.arn'] } }];
        const { invoke } = createMemoryPipeline({ settings: { use_default_rules: false, rules }, store });
        let alerts = 0;
        for (let file = 0; file < files; file++) {
          const { counters } = await invoke([aLogFile(file, EVENTS / files, groups)]);
          alerts += counters.alertsByRule[RULE.name] ?? 0;
        }
        results.push({ type, files, groups, alerts, ...count.total() });
      }
    }
  }
  return results;
}

const RULE = { name: 'correlated', expression: "errorCode == 'AccessDenied'" };

// Events of all groups in turn, within a minute.
function aLogFile(file: number, events: number, groups: number): Buffer {
  const records = Array.from({ length: events }, (_, place) => {
    const index = file * events + place;
    return {
      eventID: `7e11d4ef-31f4-4a3c-9d1c-${String(index).padStart(12, '0')}`,
      eventName: 'GetObject',
      errorCode: 'AccessDenied',
      eventSource: 's3.amazonaws.com',
      eventTime: new Date(START_MS + Math.floor((index * 60_000) / EVENTS)).toISOString(),
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/user-${index % groups}` },
    };
  });
  return gzipSync(JSON.stringify({ Records: records }));
}

// No invocations run at the same time, so every condition holds.
function createCountingTable() {
  const items = new Map<string, Item>();
  const total = { calls: 0, itemsRead: 0, itemsWritten: 0 };
  const put = (item: Item) => {
    items.set(item.id?.S ?? '', item);
    total.itemsWritten++;
  };
  const table: Pick<StateTable, 'getAll' | 'putUnlessRefused' | 'transact'> = {
    async getAll(ids) {
      total.calls += Math.ceil(ids.length / 100);
      total.itemsRead += ids.length;
      return ids.map((id) => items.get(id)).filter((item) => item !== undefined);
    },
    async putUnlessRefused(item) {
      total.calls++;
      put(item);
      return true;
    },
    async transact(actions) {
      total.calls++;
      for (const { item } of actions) if (item) put(item);
      return new Set();
    },
  };
  return { table: table as StateTable, total: () => ({ ...total }) };
}
