// The pipeline of test programs that run in a separate process.

import { createSystemClock } from '../../src/adapters/clock.ts';
import { createLogger } from '../../src/adapters/log.ts';
import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createMemoryRetryQueue } from '../../src/adapters/memory/retry-queue.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import type { Pipeline } from '../../src/app/pipeline.ts';
import type { ClaimId, Destination, LogFileStore, StateStore } from '../../src/app/ports.ts';
import { loadPatternEngine } from '../../src/core/language/functions/pattern-engine.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { compileRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';

/**
 * Returns what makes a pipeline with the rules and an empty state. Its only destination is a Slack channel, whose messages
 * go to `onPost`.
 */
export async function pipelineOf(
  rules: object,
  logFiles: LogFileStore,
  onPost: (message: unknown) => void,
): Promise<() => Pipeline> {
  const settings = parseSettings({
    ...rules,
    slack_bot_token_reference: '/token',
    default_slack_channel_id: 'C0DEFAULT01',
  });
  await loadPatternEngine();
  const ruleSet = compileRules(settings);
  const id = settings.destinations[0]?.id ?? '';
  let posts = 0;
  const notifier = {
    async post(message: unknown) {
      onPost(message);
      return { channel: 'C', ts: String(posts++) };
    },
    async update() {},
  };
  const destination = { id, kind: 'slack-app', renderer: createSlackRenderer(settings), notifier };
  return () => ({
    ruleSet,
    destinations: new Map([[id, destination as unknown as Destination]]),
    routeTables: settings.routeTables,
    options: settings,
    correlations: createCorrelationMemory(createMemoryCorrelations()),
    logFiles,
    state: createForgetfulState(),
    metrics: createMemoryMetrics(),
    retryQueue: createMemoryRetryQueue(),
    clock: createSystemClock(),
    log: createLogger({ level: 'ERROR', write: (line) => process.stderr.write(line) }),
  });
}

/**
 * A memory store that forgets events, but not threads and counts: the same events in several files count as different ones,
 * and the memory of the process is not full of claims, which are in the state table for the function.
 */
function createForgetfulState(): StateStore {
  const memory = createMemoryState();
  const kept = (ids: readonly ClaimId[]) => ids.filter(({ id }) => !id.startsWith('event#'));
  return {
    ...memory,
    async claim(ids, keys, lease) {
      const claims = await memory.claim(kept(ids), keys, lease);
      return { ...claims, ids: new Map(ids.map(({ id }) => [id, claims.ids.get(id) ?? 'claimed'])) };
    },
    delivered: (ids, nowMs) => memory.delivered(kept(ids), nowMs),
    settle: (ids, keepUntilMs) => memory.settle(kept(ids), keepUntilMs),
  };
}
