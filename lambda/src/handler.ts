// The Lambda function: puts the pipeline together from its settings and real adapters, once in the life of an instance,
// and maps what became of a payload to what its trigger expects.

import type { Context } from 'aws-lambda';
import { createMetricSink } from './adapters/aws/cloudwatch-metrics.ts';
import { readSettingsItem } from './adapters/aws/dynamodb-settings.ts';
import { createStateStore } from './adapters/aws/dynamodb-state.ts';
import { createLogFileStore } from './adapters/aws/s3-log-files.ts';
import { createSecretStore } from './adapters/aws/secrets.ts';
import { createLogger } from './adapters/log.ts';
import { createSystemClock } from './adapters/memory/clock.ts';
import type { Pipeline } from './app/pipeline.ts';
import { processPayload, type Report } from './app/process-payload.ts';
import { composeRules, settingsProblems } from './setup/compose-rules.ts';
import { createDestinations } from './setup/destinations.ts';
import { loadSettings } from './setup/load-settings.ts';
import type { Settings } from './setup/settings.ts';

/** What `terraform apply` asks of a new version before traffic goes to it. */
interface SelfCheckResult {
  readonly ok: true;
  readonly rules: number;
}

let pipeline: Promise<Pipeline> | undefined;

/**
 * Handles one payload of any trigger. SQS gets the ids of the messages to retry; every other trigger gets an error when
 * something is to be retried, after all that could be done was done.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export async function handler(payload: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<unknown> {
  if (isSelfCheck(payload)) return checkSelf(await loadSettings(process.env, readSettingsItem));
  pipeline ??= createPipeline().catch((error: unknown) => {
    pipeline = undefined; // The next invocation tries again: a throttled read of the settings must not last.
    throw error;
  });
  const ready = await pipeline;
  const report = await processPayload(payload, ready, Date.now() + context.getRemainingTimeInMillis());
  ready.log.info('summary', { source: report.source, ...report.counters, retries: report.retries.length });
  return answer(report);
}

function isSelfCheck(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'selfCheck' in payload && payload.selfCheck === true;
}

/** Fails with everything that is wrong: settings that name what there is not, rules that do not compile and where. */
async function checkSelf(settings: Settings): Promise<SelfCheckResult> {
  const ruleSet = await composeRules(settings);
  const rules = ruleSet.failures.map(({ ruleName, message }) => `${ruleName}: ${message}`);
  const problems = [...settingsProblems(settings), ...rules];
  if (problems.length === 0) return { ok: true, rules: ruleSet.size };
  throw new Error(`${problems.length} problem(s); the version in use stays:\n\n${problems.join('\n\n')}`);
}

function answer(report: Report): unknown {
  if (report.partialFailures) {
    return { batchItemFailures: report.retries.map(({ id }) => ({ itemIdentifier: id })) };
  }
  if (report.retries.length > 0)
    throw new Error(`to be retried: ${report.retries.map(({ cause }) => cause).join('; ')}`);
  return null;
}

async function createPipeline(): Promise<Pipeline> {
  const settings = await loadSettings(process.env, readSettingsItem);
  const log = createLogger({ level: settings.logLevel });
  for (const problem of settingsProblems(settings)) log.error('settings_problem', { problem });
  if (settings.stateTableName === null) throw new Error('the settings name no dynamodb_table_name');
  return {
    ruleSet: await composeRules(settings),
    destinations: createDestinations(withSlackApiUrl(settings, process.env.SLACK_API_URL), createSecretStore(), log),
    routeTables: settings.routeTables,
    options: settings,
    logFiles: createLogFileStore(),
    state: createStateStore({ tableName: settings.stateTableName }),
    metrics: createMetricSink(),
    clock: createSystemClock(),
    log,
  };
}

// The environment wins: tests and other clouds set it without a deployment of their own.
function withSlackApiUrl(settings: Settings, slackApiUrl: string | undefined): Settings {
  return slackApiUrl === undefined ? settings : { ...settings, slackApiUrl };
}
