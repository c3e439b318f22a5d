// What modules/backtest and the function agree on: the states and the columns of the tables.

import { parse } from '@cdktn/hcl2json';
import { describe, expect, it } from 'vitest';
import { createMemoryLogFiles } from '../../src/adapters/memory/log-files.ts';
import { createMemoryResults } from '../../src/adapters/memory/results.ts';
import { readBatch } from '../../src/app/backtest/batch.ts';
import { decideBatch } from '../../src/app/backtest/decide-batch.ts';
import { composeRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { jsonLines } from '../json-lines.ts';
import { columnTypes } from './column-types.ts';
import { moduleFile, renderedDefinition } from './definition.ts';

describe('the state machine of a backtest', () => {
  it('goes from its first state through each other state to its end', async () => {
    const { StartAt, States } = await renderedDefinition('arn:function');
    const path: string[] = [];
    for (let name: string | undefined = StartAt; name !== undefined; name = States[name]?.Next) path.push(name);
    expect(path).toEqual(Object.keys(States));
    const { End, ItemProcessor } = States.DecideAll;
    expect([End, ItemProcessor.States[ItemProcessor.StartAt]?.End]).toEqual([true, true]);
  });
});

// More rules than the list of one line can have.
const MANY = Array.from({ length: 40 }, (_, index) => ({
  ...{ name: `${index}`.padEnd(1_000, 'x'), expression: "eventName == 'StopLogging'", severity: 'low' },
}));

const SETTINGS = parseSettings({
  rules: [
    ...MANY,
    { name: 'stopped', expression: "eventName == 'StopLogging'", severity: 'high' },
    { name: 'strict', expression: "event['no.such'] == 1 and eventName == 'StopLogging'" },
    {
      name: 'often',
      expression: "eventName == 'StopLogging'",
      correlation: { type: 'value_count', field: 'awsRegion', group_by: ['eventName'], timespan: '10m', gte: 2 },
    },
  ],
  ignore_rules: [{ name: 'deploy', expression: "eventID == '2'" }],
});

const record = (eventID: string) => ({
  ...{ eventID, eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com', eventTime: '2024-03-01T12:00:00Z' },
  ...{ awsRegion: 'eu-west-1', recipientAccountId: '123456789012', sourceIPAddress: '203.0.113.1' },
  ...{ userIdentity: { arn: 'arn:person' }, errorCode: 'AccessDenied' },
});

/** The lines of all results of a batch in which no field is always empty, by table. */
async function results() {
  const logFiles = createMemoryLogFiles();
  logFiles.put('my-trail', 'AWSLogs/a.json', Buffer.from(JSON.stringify({ Records: [record('1'), record('2')] })));
  const stored = createMemoryResults();
  const Items = [{ Key: 'AWSLogs/a.json' }, { Key: 'AWSLogs/gone.json' }];
  const batch = readBatch({ Items, BatchInput: { bucket: 'my-trail', run: 'march' } });
  const ruleSet = await composeRules(SETTINGS);
  await decideBatch(batch, { ruleSet, logFiles, results: stored, everyRecord: false });
  const linesOf = (table: string) =>
    [...stored.texts].filter(([name]) => name.startsWith(`${table}/run=march/`)).flatMap(([, text]) => jsonLines(text));
  return new Map(['decisions', 'batches'].map((table) => [table, linesOf(table)]));
}

describe('the tables of a backtest', async () => {
  const { locals } = (await parse('athena.tf', moduleFile('athena.tf'))) as {
    locals: [{ tables: Record<string, [name: string, type: string][]> }];
  };
  const lines = await results();

  it.each(Object.entries(locals[0].tables))('%s has a column for each field, of its type', (table, columns) => {
    expect(Object.fromEntries(columns)).toEqual(columnTypes(lines.get(table) ?? []));
  });
});
