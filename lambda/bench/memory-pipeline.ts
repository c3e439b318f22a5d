// The real pipeline with memory ports, and a counter for every call that would leave the function.

import { createSplitMetrics } from '../src/adapters/aws/split-metrics.ts';
import { createManualClock } from '../src/adapters/memory/clock.ts';
import { createMemoryCorrelations } from '../src/adapters/memory/correlations.ts';
import { createMemoryLogFiles } from '../src/adapters/memory/log-files.ts';
import { createMemoryMetrics } from '../src/adapters/memory/metrics.ts';
import { createMemoryNotifier } from '../src/adapters/memory/notifier.ts';
import { createMemoryRetryQueue } from '../src/adapters/memory/retry-queue.ts';
import { createMemoryState } from '../src/adapters/memory/state.ts';
import { createCorrelationMemory } from '../src/app/correlation/correlation-memory.ts';
import { trackPendingCounts } from '../src/app/delivery/pending-counts.ts';
import { ACCESS_DENIED_NAMESPACE } from '../src/app/measure.ts';
import type { Pipeline } from '../src/app/pipeline.ts';
import type { CorrelationStore, Logger } from '../src/app/ports.ts';
import { processPayload, type Report } from '../src/app/process-payload.ts';
import { createSlackRenderer } from '../src/core/render/slack.ts';
import { compileRules } from '../src/setup/compose-rules.ts';
import { parseSettings } from '../src/setup/settings.ts';

const BUCKET = 'trail-logs';
const TIMEOUT_MS = 600_000;
const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Calls by port and function, such as `state.claim`. */
export type Calls = Record<string, number>;

export interface MemoryPipelineOptions {
  /** Variables of the module, over the default ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What stores correlations, instead of memory. */
  readonly store?: CorrelationStore;
}

/** Creates the pipeline of the default settings with one Slack channel. */
export function createMemoryPipeline({ settings: more, store }: MemoryPipelineOptions = {}) {
  const settings = parseSettings({
    function_name: 'cloudtrail-to-slack',
    slack_bot_token_reference: '/token',
    default_slack_channel_id: 'C0123456789',
    dynamodb_table_name: 'state',
    ...more,
  });
  const calls: Calls = {};
  const clock = createManualClock();
  const logFiles = createMemoryLogFiles();
  const notifier = counted('slack', createMemoryNotifier(), calls);
  const renderer = createSlackRenderer(settings);
  const pipeline: Pipeline = {
    ruleSet: compileRules(settings),
    destinations: new Map(settings.destinations.map(({ id, kind }) => [id, { id, kind, renderer, notifier }])),
    routeTables: settings.routeTables,
    options: settings,
    correlations: createCorrelationMemory(store ?? createMemoryCorrelations()),
    logFiles: counted('s3', logFiles, calls),
    state: trackPendingCounts(() => clock.nowMs() + 1).watch(counted('dynamodb', createMemoryState(), calls)),
    metrics: createSplitMetrics(
      createMemoryMetrics(),
      counted('cloudwatch', createMemoryMetrics(), calls),
      ACCESS_DENIED_NAMESPACE,
    ),
    retryQueue: createMemoryRetryQueue(),
    clock,
    log: SILENT,
  };
  return {
    calls,
    /** One invocation with a batch of log files, one queue message for each. */
    invoke(files: readonly Buffer[]): Promise<Report> {
      const keys = files.map((_, index) => `AWSLogs/111122223333/CloudTrail/us-east-1/${index}.json.gz`);
      for (const [index, file] of files.entries()) logFiles.put(BUCKET, keys[index] as string, file);
      return processPayload({ Records: keys.map(queueMessage) }, pipeline, clock.nowMs() + TIMEOUT_MS);
    },
  };
}

function queueMessage(key: string): object {
  const s3 = { bucket: { name: BUCKET }, object: { key } };
  const body = JSON.stringify({
    Records: [{ eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }],
  });
  return { messageId: key, eventSource: 'aws:sqs', body };
}

// Wraps a port so that it counts each call of its functions under the port's name.
function counted<Port extends object>(name: string, port: Port, calls: Calls): Port {
  const functions = Object.entries(port).map(([key, value]) => {
    if (typeof value !== 'function') return [key, value];
    const call = (...args: unknown[]) => {
      calls[`${name}.${key}`] = (calls[`${name}.${key}`] ?? 0) + 1;
      return value.apply(port, args);
    };
    return [key, call];
  });
  return Object.fromEntries(functions) as Port;
}
