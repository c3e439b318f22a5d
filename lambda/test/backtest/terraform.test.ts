// What modules/backtest and the function agree on: the payload of a batch, the names of results and the columns of the tables.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { describe, expect, it } from 'vitest';
import { createMemoryLogFiles } from '../../src/adapters/memory/log-files.ts';
import { createMemoryResults } from '../../src/adapters/memory/results.ts';
import { readBatch } from '../../src/app/backtest/batch.ts';
import { decideBatch } from '../../src/app/backtest/decide-batch.ts';
import { composeRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { ROOT } from '../cli/command.ts';

const read = (name: string): string => readFileSync(path.join(ROOT, 'modules/backtest', name), 'utf8');

const VALUES: Readonly<Record<string, unknown>> = {
  ...{ partition: 'aws', prefix: 'AWSLogs/', function_arn: 'arn:function', log_bucket: 'my-trail' },
  ...{ results_bucket: 'results', batch_size: 2, max_concurrency: 5, tolerated_failure_percentage: 1, retry: [] },
};

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly ItemSelector: object;
  readonly ItemBatcher: { readonly BatchInput: object };
  readonly ItemProcessor: { readonly StartAt: string; readonly States: Record<string, State> };
}

/** The definition as Terraform's `templatefile` renders it. */
function definition(): { StartAt: string; States: Record<string, State> } {
  const text = read('state-machine.json.tftpl')
    .replaceAll(/\$\{jsonencode\((\w+)\)\}/g, (_, name) => JSON.stringify(VALUES[name]))
    .replaceAll(/\$\{(\w+)\}/g, (_, name) => String(VALUES[name]));
  return JSON.parse(text);
}

const selected = (fields: object): string[] => Object.keys(fields).map((name) => name.replace(/\.\$$/, ''));

describe('the state machine of a backtest', () => {
  const { StartAt, States } = definition();
  const map = States.DecideAll as State;

  it('goes from its first state through each other state to its end', () => {
    const path: string[] = [];
    for (let name: string | undefined = StartAt; name !== undefined; name = States[name]?.Next) path.push(name);
    expect(path).toEqual(Object.keys(States));
    expect(map.End).toBe(true);
    expect(map.ItemProcessor.States[map.ItemProcessor.StartAt]?.End).toBe(true);
  });

  it('sends what the function reads', () => {
    const item = { Key: 'AWSLogs/a.json.gz', Size: 12 };
    const input = { bucket: 'my-trail', run: 'march', since: '', until: '2024-03-01' };
    expect(selected(map.ItemSelector)).toEqual(Object.keys(item));
    expect(selected(map.ItemBatcher.BatchInput)).toEqual(Object.keys(input));
    expect(readBatch({ Items: [item], BatchInput: input })).toMatchObject({
      ...{ bucket: 'my-trail', run: 'march', untilMs: Date.UTC(2024, 2, 1) },
      files: [{ key: item.Key, bytes: 12 }],
    });
  });
});

describe('the tables of a backtest', async () => {
  const { locals } = (await parse('athena.tf', read('athena.tf'))) as {
    locals: [{ tables: Record<string, [name: string, type: string][]> }];
  };
  const logFiles = createMemoryLogFiles();
  logFiles.put('my-trail', 'AWSLogs/a.json', Buffer.from('{"Records":[{"eventName":"A","eventID":"1"}]}'));
  const results = createMemoryResults();
  const ruleSet = await composeRules(parseSettings({ use_default_rules: false, rules: ["eventName == 'A'"] }));
  const batch = readBatch({ Items: [{ Key: 'AWSLogs/a.json' }], BatchInput: { bucket: 'my-trail', run: 'march' } });
  await decideBatch(batch, { ruleSet, logFiles, results, everyRecord: false });

  it.each(Object.entries(locals[0].tables))('%s has a column for each field', (table, columns) => {
    const [, text = ''] = [...results.texts].find(([name]) => name.startsWith(`${table}/run=march/`)) ?? [];
    expect(columns.map(([name]) => name).sort()).toEqual(
      Object.keys(JSON.parse(text))
        .map((key) => key.toLowerCase())
        .sort(),
    );
  });
});
