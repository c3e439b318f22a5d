// The Lambda function of a backtest, which Step Functions invokes for each batch of a bucket's listing. It reads its settings from the
// bucket of its results, once per instance. See modules/backtest.

import { createLogFileStore } from './adapters/aws/s3-log-files.ts';
import { createResultStore } from './adapters/aws/s3-results.ts';
import { checkInput, readBatch } from './app/backtest/batch.ts';
import { type Backtest, decideBatch } from './app/backtest/decide-batch.ts';
import type { LogFileStore } from './app/ports.ts';
import { composeRules, nameProblems } from './setup/compose-rules.ts';
import { parseSettings, SettingsError } from './setup/settings.ts';

let backtest: Promise<Backtest> | undefined;

/**
 * Handles one payload: a batch, or `{"check": true, "input": INPUT}`, with which an execution begins. Rejects if a rule does not compile, if the
 * input is wrong, if the payload is not a batch, and if a log file or the bucket of the results cannot be accessed now, which Step Functions retries.
 */
export async function handler(payload: unknown): Promise<unknown> {
  const ready = await backtestOfInstance();
  if (isCheck(payload)) {
    checkInput(payload.input);
    return { ok: true, rules: ready.ruleSet.size };
  }
  const result = await decideBatch(readBatch(payload), ready);
  console.log(JSON.stringify({ level: 'INFO', event: 'batch', ...result }));
  return result;
}

function backtestOfInstance(): Promise<Backtest> {
  backtest ??= createBacktest(process.env).catch((error: unknown) => {
    backtest = undefined; // The next invocation tries again.
    throw error;
  });
  return backtest;
}

const isCheck = (payload: unknown): payload is { input?: unknown } =>
  typeof payload === 'object' && payload !== null && 'check' in payload && payload.check === true;

async function createBacktest(environment: typeof process.env): Promise<Backtest> {
  const { RESULTS_BUCKET = '', SETTINGS_KEY = '', EVERY_RECORD } = environment;
  const logFiles = createLogFileStore({ timeoutMs: 10_000, maxAttempts: 4 });
  const settings = parseSettings(await readSettings(logFiles, { bucket: RESULTS_BUCKET, key: SETTINGS_KEY }));
  const ruleSet = await composeRules(settings);
  const rules = ruleSet.failures.map(({ ruleName, message }) => `${ruleName}: ${message}`);
  const problems = [...nameProblems(settings), ...rules];
  if (problems.length > 0) throw new SettingsError(problems);
  return { ruleSet, logFiles, results: createResultStore(RESULTS_BUCKET), everyRecord: EVERY_RECORD === 'true' };
}

async function readSettings(logFiles: LogFileStore, object: { bucket: string; key: string }): Promise<unknown> {
  const text = Buffer.from(await logFiles.read(object)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SettingsError([`s3://${object.bucket}/${object.key} is not JSON: ${String(error)}`]);
  }
}
