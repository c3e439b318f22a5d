// A batch of log files becomes rows and counters, the same for each repetition.

import { describe, expect, it } from 'vitest';
import { createMemoryLogFiles } from '../../src/adapters/memory/log-files.ts';
import { createMemoryResults } from '../../src/adapters/memory/results.ts';
import type { Batch } from '../../src/app/backtest/batch.ts';
import { decideBatch } from '../../src/app/backtest/decide-batch.ts';
import { type LogFileStore, PortError } from '../../src/app/ports.ts';
import { composeRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { jsonLines } from '../json-lines.ts';
import { logFile } from '../pipeline/payloads.ts';

const SETTINGS = parseSettings({
  use_default_rules: false,
  rules: [
    { name: 'stopped', expression: "eventName == 'StopLogging'", severity: 'critical' },
    { name: 'strict', expression: "event['no.such'] == 1 and eventName == 'Odd'" },
    {
      name: 'burst',
      expression: "eventName == 'GetSecretValue'",
      correlation: { type: 'event_count', group_by: ['userIdentity.arn'], timespan: '10m', gte: 2 },
    },
  ],
  ignore_rules: ["userIdentity.arn == 'arn:deploy'"],
});

const event = (id: string, eventName: string, arn = 'arn:person') => ({
  ...{ eventID: id, eventName, eventTime: '2024-03-01T12:00:00Z', eventSource: 'cloudtrail.amazonaws.com' },
  ...{ userIdentity: { arn }, recipientAccountId: '123456789012', awsRegion: 'eu-west-1' },
});

const FOLDER = 'AWSLogs/123456789012/CloudTrail/eu-west-1/2024/03/01';
const nameOf = (time: string) => `${FOLDER}/123456789012_CloudTrail_eu-west-1_${time}_abc.json.gz`;
const [FIRST, LATER, TEXT, GONE] = ['20240301T1200Z', '20240401T0000Z', '20240301T1210Z', '20240301T1215Z'].map(
  nameOf,
) as [...[string, string, string, string]];

function trail() {
  const logFiles = createMemoryLogFiles();
  const put = (key: string, records: unknown[]) => logFiles.put('my-trail', key, logFile(...records));
  put(FIRST, [
    event('1', 'StopLogging'),
    event('2', 'StopLogging', 'arn:deploy'),
    event('3', 'GetSecretValue'),
    event('4', 'DescribeInstances'),
    null,
  ]);
  put(LATER, [event('5', 'StopLogging')]);
  logFiles.put('my-trail', TEXT, Buffer.from('no JSON'));
  return logFiles;
}

const batchOf = (files: readonly string[], more: Partial<Batch> = {}): Batch => ({
  ...{ bucket: 'my-trail', run: 'march', files: files.map((key) => ({ key })) },
  ...{ sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY, ...more },
});

const EVERYTHING = batchOf(
  [FIRST, LATER, TEXT, GONE, `${FOLDER}/`, 'AWSLogs/123456789012/Config/eu-west-1/x.json.gz'],
  {
    untilMs: Date.UTC(2024, 2, 31),
  },
);

async function decide(
  batch: Batch,
  options: { everyRecord?: boolean; logFiles?: LogFileStore; characters?: number } = {},
) {
  const results = createMemoryResults();
  const { everyRecord = false, logFiles = trail(), characters } = options;
  const backtest = { ruleSet: await composeRules(SETTINGS), logFiles, results, everyRecord };
  const result = await decideBatch(batch, backtest, characters);
  const rows = [...results.texts].flatMap(([name, text]) => (name.startsWith('decisions/') ? jsonLines(text) : []));
  return { result, rows, texts: results.texts };
}

describe('a batch of a backtest', () => {
  it('becomes a row for each record that a rule matches', async () => {
    const { rows } = await decide(EVERYTHING);
    expect(rows.map(({ eventID, outcome, rule, ignoreRule }) => [eventID, outcome, rule, ignoreRule])).toEqual([
      ['1', 'alert', 'stopped', null],
      ['2', 'ignored', 'stopped', 'ignore rule 1'],
      ['3', 'observed', null, null],
    ]);
  });

  it('has what people filter by in each row', async () => {
    const { rows } = await decide(EVERYTHING);
    expect(rows[0]).toMatchObject({
      ...{
        severity: 'critical',
        eventTime: '2024-03-01T12:00:00Z',
        eventName: 'StopLogging',
        eventSource: 'cloudtrail.amazonaws.com',
        accountId: '123456789012',
      },
      ...{ region: 'eu-west-1', principal: 'arn:person', sourceIp: null, errorCode: null, file: FIRST },
    });
  });

  it('has the principal of an identity without an ARN, and null where a record or its log file lacks something', async () => {
    const logFiles = createMemoryLogFiles();
    const record = { eventName: 'StopLogging', userIdentity: { principalId: 'AIDA:jane' } };
    logFiles.put('my-trail', 'bare.json.gz', logFile(record));
    const { rows } = await decide(batchOf(['bare.json.gz']), { logFiles });
    expect(rows).toMatchObject([{ principal: 'AIDA:jane', accountId: null, eventTime: null, file: 'bare.json.gz' }]);
  });

  it.each<[limits: Partial<Batch>, logFiles: number]>([
    [{ sinceMs: Date.UTC(2024, 2, 1, 12, 0) }, 1],
    [{ sinceMs: Date.UTC(2024, 2, 1, 12, 1) }, 0],
    [{ untilMs: Date.UTC(2024, 2, 1, 12, 1) }, 1],
    [{ untilMs: Date.UTC(2024, 2, 1, 12, 0) }, 0],
  ])('has the log files from a time on, and before another: %j', async (limits, logFiles) => {
    const { result } = await decide(batchOf([FIRST], limits));
    expect(result).toMatchObject({ logFiles, outsideTime: 1 - logFiles });
  });

  it('has a log file whose name has no time, whatever the limits are', async () => {
    const logFiles = createMemoryLogFiles();
    logFiles.put('my-trail', 'copy.json.gz', logFile(event('1', 'StopLogging')));
    const { result } = await decide(batchOf(['copy.json.gz'], { sinceMs: Date.UTC(2024, 2, 1) }), { logFiles });
    expect(result).toMatchObject({ logFiles: 1, outsideTime: 0 });
  });

  it('has the observations of correlations, which do not fire', async () => {
    const { rows, result } = await decide(EVERYTHING);
    expect(rows[2].observations).toEqual([{ correlation: 'burst', rule: 'burst', group: ['arn:person'], value: null }]);
    expect(result).toMatchObject({ alerts: 1, observed: 1 });
  });

  it('has a row for every record if they are included', async () => {
    const { rows, result } = await decide(EVERYTHING, { everyRecord: true });
    expect(rows.map(({ eventID, outcome }) => [eventID, outcome])).toContainEqual(['4', 'none']);
    expect(result).toMatchObject({ rows: 4, unmatched: 1 });
  });

  it('counts every object and every record exactly once', async () => {
    const { result, texts } = await decide(EVERYTHING);
    expect(result).toMatchObject({ listed: 6, logFiles: 1, skipped: 2, outsideTime: 1, unreadable: 2 });
    expect(result).toMatchObject({ records: 5, broken: 1, alerts: 1, observed: 1, ignored: 1, unmatched: 1, rows: 3 });
    expect(JSON.parse(texts.get(`batches/run=march/${result.batch}.ndjson.gz`) ?? '')).toEqual(result);
  });

  it('names the objects that cannot be read', async () => {
    const { result } = await decide(EVERYTHING);
    expect(result.unreadableFiles).toEqual([
      { key: TEXT, reason: expect.stringContaining('not_gzip') },
      { key: GONE, reason: expect.stringContaining('NoSuchKey') },
    ]);
  });

  it('names at most ten of them', async () => {
    const missing = Array.from({ length: 12 }, (_, index) => `${FOLDER}/${index}.json.gz`);
    const { result } = await decide(batchOf(missing));
    expect(result).toMatchObject({ unreadable: 12, unreadableFiles: { length: 10 } });
  });

  it('replaces its results if it is repeated, and only its own', async () => {
    const [once, again] = [await decide(EVERYTHING), await decide(EVERYTHING)];
    expect([...again.texts]).toEqual([...once.texts]);
    for (const other of [batchOf([LATER]), { ...EVERYTHING, run: 'april' }, { ...EVERYTHING, bucket: 'other-trail' }]) {
      const { texts } = await decide(other);
      expect([...texts.keys()].filter((name) => once.texts.has(name))).toEqual([]);
    }
  });

  it('is stored in parts if it has many rows, with the same rows', async () => {
    const whole = await decide(batchOf([FIRST, LATER]));
    const parts = await decide(batchOf([FIRST, LATER]), { characters: 1 });
    expect([...parts.texts.keys()]).toEqual([
      ...['0001', '0002'].map((part) => `decisions/run=march/${parts.result.batch}-${part}.ndjson.gz`),
      `batches/run=march/${parts.result.batch}.ndjson.gz`,
    ]);
    expect(parts.rows).toEqual(whole.rows);
    expect(whole.texts.size).toBe(2);
  });

  it('fails as a whole if a log file cannot be read now, so that it is repeated', async () => {
    const read = async () => Promise.reject(new PortError('transient', 'SlowDown', 'slow down'));
    await expect(decide(batchOf([FIRST]), { logFiles: { read } })).rejects.toMatchObject({ code: 'SlowDown' });
  });

  it('contains the rules that could not be evaluated', async () => {
    const logFiles = createMemoryLogFiles();
    logFiles.put('my-trail', FIRST, Buffer.from(JSON.stringify({ Records: [event('9', 'Odd')] })));
    const { rows, result } = await decide(batchOf([FIRST]), { logFiles });
    expect(result).toMatchObject({ ruleErrors: 1, rows: 1 });
    expect(rows[0]).toMatchObject({ outcome: 'none', errors: [{ rule: 'strict', code: 'missing_field' }] });
  });
});
