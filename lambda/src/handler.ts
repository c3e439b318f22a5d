// The Lambda function. It builds the pipeline from its settings and the real adapters, once per instance, and converts the
// result of each payload to the response that the trigger expects.

import type { Context } from 'aws-lambda';
import { createMetricSink } from './adapters/aws/cloudwatch-metrics.ts';
import { collectionStoreOn } from './adapters/aws/collections.ts';
import { shareConnections } from './adapters/aws/connections.ts';
import { acknowledgementsOn } from './adapters/aws/dynamodb-acknowledgements.ts';
import { correlationStoreOn } from './adapters/aws/dynamodb-correlations.ts';
import { digestedAccountsOn } from './adapters/aws/dynamodb-digested-accounts.ts';
import { markStoreOn } from './adapters/aws/dynamodb-marks.ts';
import { muteStoreOn } from './adapters/aws/dynamodb-mutes.ts';
import { readSettingsItem } from './adapters/aws/dynamodb-settings.ts';
import { stateStoreOn } from './adapters/aws/dynamodb-state.ts';
import { createEmbeddedMetrics } from './adapters/aws/embedded-metrics.ts';
import { createOwnQueue } from './adapters/aws/own-queue.ts';
import { createDigestStore } from './adapters/aws/s3-digests.ts';
import { createBucketLister } from './adapters/aws/s3-listing.ts';
import { createLogFileStore, type WarmLogFileStore } from './adapters/aws/s3-log-files.ts';
import { createSecretStore } from './adapters/aws/secrets.ts';
import { createSplitMetrics } from './adapters/aws/split-metrics.ts';
import { createRetryQueue } from './adapters/aws/sqs.ts';
import { onStateTable, type WithTable } from './adapters/aws/state-table.ts';
import { createSystemClock } from './adapters/clock.ts';
import { createLogger } from './adapters/log.ts';
import { createCappedLog } from './app/capped-log.ts';
import { createCorrelationMemory } from './app/correlation/correlation-memory.ts';
import { trackPendingCounts } from './app/delivery/pending-counts.ts';
import { DARK_AFTER_MS } from './app/heartbeat/watch.ts';
import { ACCESS_DENIED_NAMESPACE } from './app/measure.ts';
import { createInstanceMutes } from './app/mutes/instance-mutes.ts';
import type { Pipeline } from './app/pipeline.ts';
import type { Clock } from './app/ports.ts';
import { processPayload, type Report } from './app/process-payload.ts';
import { createRemainingWatch } from './app/summaries/remaining-watch.ts';
import { createKeyRing } from './app/verification/key-ring.ts';
import type { ListPublicKeys } from './app/verification/verification-port.ts';
import { warmUp } from './app/warm-up.ts';
import { hasSchedules } from './core/routing/route.ts';
import { composeRules, settingsProblems } from './setup/compose-rules.ts';
import { createDestinations } from './setup/destinations.ts';
import { loadSettings } from './setup/load-settings.ts';
import type { Settings } from './setup/settings.ts';

/** Result of the self-check that `terraform apply` runs on a new version before it receives traffic. */
interface SelfCheckResult {
  readonly ok: true;
  readonly rules: number;
}

/** What people and Terraform ask the function to do. No trigger sends it. */
interface DirectRequest {
  readonly selfCheck?: unknown;
  /** True, or the ids of some destinations. */
  readonly testDestinations?: unknown;
}

type InvocationContext = Pick<Context, 'getRemainingTimeInMillis' | 'invokedFunctionArn'>;

type ReadyPipeline = Pipeline & { readonly logFiles: WarmLogFileStore };

const closeOldConnections = shareConnections();
let pipeline: Promise<ReadyPipeline> | undefined;

/**
 * Handles one payload of any trigger. For SQS it returns the ids of the messages to retry. For every other trigger it
 * throws if anything must be retried, after it has processed everything it can.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export async function handler(payload: unknown, context: InvocationContext): Promise<unknown> {
  closeOldConnections();
  const { selfCheck, testDestinations } = Object(payload) as DirectRequest;
  if (selfCheck === true) return checkSelf(await loadSettings(process.env, readSettingsItem));
  const ready = await pipelineOfInstance();
  const endMs = Date.now() + context.getRemainingTimeInMillis();
  if (testDestinations !== undefined) {
    const test = await import('./app/test-destinations.ts');
    return test.testDestinations(testDestinations, ready, context.invokedFunctionArn, endMs);
  }
  const log = createCappedLog(ready.log);
  const report = await processPayload(payload, { ...ready, log }, endMs);
  log.end();
  ready.log.info('summary', { source: report.source, ...report.counters, retries: report.retries.length });
  return responseTo(report);
}

function pipelineOfInstance(): Promise<ReadyPipeline> {
  pipeline ??= createPipeline().catch((error: unknown) => {
    pipeline = undefined; // The next invocation tries again: one throttled read of the settings must not break the instance.
    throw error;
  });
  return pipeline;
}

// What needs no call is done while the instance starts. Settings in the table, and credentials that are not in the environment,
// are left to the first invocation, and so is the report of whatever fails here.
async function prepare({ SETTINGS, AWS_ACCESS_KEY_ID }: typeof process.env): Promise<void> {
  if (SETTINGS === undefined || AWS_ACCESS_KEY_ID === undefined) return;
  const ready = await pipelineOfInstance();
  await warmUp(ready.ruleSet, ready.logFiles.warmUp);
}

/** Throws an error that lists every problem: names that do not exist, and rules that do not compile with their position. */
async function checkSelf(settings: Settings): Promise<SelfCheckResult> {
  const ruleSet = await composeRules(settings);
  const rules = ruleSet.failures.map(({ ruleName, message }) => `${ruleName}: ${message}`);
  const problems = [...settingsProblems(settings), ...rules];
  if (problems.length === 0) return { ok: true, rules: ruleSet.size };
  throw new Error(`${problems.length} problem(s); the current version stays in use:\n\n${problems.join('\n\n')}`);
}

function responseTo(report: Report): unknown {
  if (report.partialFailures) {
    return { batchItemFailures: report.retries.map(({ id }) => ({ itemIdentifier: id })) };
  }
  if (report.retries.length > 0)
    throw new Error(`to be retried: ${report.retries.map(({ cause }) => cause).join('; ')}`);
  return null;
}

async function createPipeline(): Promise<ReadyPipeline> {
  const settings = await loadSettings(process.env, readSettingsItem);
  const log = createLogger({ level: settings.logLevel });
  for (const problem of settingsProblems(settings)) log.error('settings_problem', { problem });
  if (settings.stateTableName === null) throw new Error('the settings name no dynamodb_table_name');
  const clock = createSystemClock();
  const table = onStateTable({ tableName: settings.stateTableName });
  return {
    ruleSet: await composeRules(settings),
    destinations: createDestinations(withSlackApiUrl(settings, process.env.SLACK_API_URL), createSecretStore(), log),
    routeTables: settings.routeTables,
    options: settings,
    logFiles: createLogFileStore(),
    state: trackPendingCounts(clock.nowMs).watch(stateStoreOn(table)),
    correlations: createCorrelationMemory(correlationStoreOn(table)),
    ...(settings.verifyLogFiles && createVerification(settings, table, clock)),
    collections: collectionStoreOn(table),
    ...(!hasSchedules(settings.routeTables) && { remaining: createRemainingWatch() }),
    ...(settings.slackButtons && {
      mutes: createInstanceMutes(muteStoreOn(table), log),
      acknowledgements: acknowledgementsOn(table),
    }),
    metrics: createSplitMetrics(createEmbeddedMetrics(), createMetricSink(), ACCESS_DENIED_NAMESPACE),
    retryQueue: createRetryQueue(),
    clock,
    log,
  };
}

function createVerification(
  { verifyIgnoredAccounts, recoveryQueueUrl }: Settings,
  table: WithTable,
  clock: Clock,
): Pick<Pipeline, 'heartbeat' | 'verification'> {
  const accounts = digestedAccountsOn(table);
  const options = {
    endpoint: process.env.AWS_ENDPOINT_URL_CLOUDTRAIL ?? process.env.AWS_ENDPOINT_URL,
    timeoutMs: 2_000,
  };
  const listKeys: ListPublicKeys = async (query) =>
    (await import('./adapters/aws/cloudtrail-keys.ts')).createListPublicKeys(options)(query);
  return {
    heartbeat: { accounts, ignored: new Set(verifyIgnoredAccounts) },
    verification: {
      marks: markStoreOn(table),
      trails: correlationStoreOn(table),
      digests: createDigestStore(),
      folders: createBucketLister(),
      unwritten: [],
      keys: createKeyRing(listKeys, clock),
      queue: createOwnQueue(recoveryQueueUrl ?? ''),
      runningSinceMs: () => accounts.runningSince(clock.nowMs(), DARK_AFTER_MS),
    },
  };
}

// The environment overrides the settings, so that tests can redirect Slack without a separate deployment.
function withSlackApiUrl(settings: Settings, slackApiUrl: string | undefined): Settings {
  return slackApiUrl === undefined ? settings : { ...settings, slackApiUrl };
}

await prepare(process.env).catch(() => {});
