// Runs as a separate process with the memory of the function: sends batches of a hostile log file and a normal one through
// the whole pipeline, with the real S3 client, and prints a line for each batch: counters, log lines, peak memory.
// Arguments: `every` or `some`, whether a rule makes every record a candidate; then the names of the objects in the bucket.

import { readFileSync } from 'node:fs';
import { createLogFileStore } from '../../src/adapters/aws/s3-log-files.ts';
import { createLogger } from '../../src/adapters/log.ts';
import { createSystemClock } from '../../src/adapters/memory/clock.ts';
import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createMemoryRetryQueue } from '../../src/adapters/memory/retry-queue.ts';
import { createCappedLog } from '../../src/app/capped-log.ts';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import type { Destination } from '../../src/app/ports.ts';
import { processPayload } from '../../src/app/process-payload.ts';
import { loadPatternEngine } from '../../src/core/language/functions/pattern-engine.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { compileRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { createForgetfulState } from './forgetful-state.ts';
import { batchOf } from './payloads.ts';

const settings = parseSettings({
  rules: [
    { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" },
    ...(process.argv[2] === 'every' ? [{ name: 'long-name', expression: 'len(eventName) > 9000' }] : []),
  ],
  slack_bot_token_reference: '/token',
  default_slack_channel_id: 'C0DEFAULT01',
});
await loadPatternEngine();
const ruleSet = compileRules(settings);
const [one] = settings.destinations;
let posted = '';
let posts = 0;
const post = async (message: unknown) => {
  posted = JSON.stringify(message);
  if (posted.includes('the-neighbour')) delivered = true;
  return { channel: 'C', ts: String(posts++) };
};
const renderer = createSlackRenderer(settings);
const destination = {
  id: one?.id,
  kind: 'slack-app',
  renderer,
  notifier: { post, update: async () => {} },
};
let delivered = false;

async function run(name: string) {
  let [lines, lineBytes] = [0, 0];
  delivered = false;
  const write = (line: string) => {
    lines++;
    lineBytes += line.length;
  };
  const log = createCappedLog(createLogger({ level: 'DEBUG', write }));
  // State of this batch only; claims are not kept, since the state table is not in the function's memory.
  const state = createForgetfulState();
  const startedMs = Date.now();
  const { counters, retries } = await processPayload(
    batchOf(name, 'neighbour'),
    {
      ruleSet,
      destinations: new Map([[one?.id ?? '', destination as unknown as Destination]]),
      routeTables: settings.routeTables,
      options: settings,
      correlations: createCorrelationMemory(createMemoryCorrelations()),
      logFiles: createLogFileStore(),
      state,
      metrics: createMemoryMetrics(),
      retryQueue: createMemoryRetryQueue(),
      clock: createSystemClock(),
      log,
    },
    startedMs + 300_000,
  );
  log.end();
  const seconds = (Date.now() - startedMs) / 1_000;
  return { name, delivered, counters, retries: retries.length, lines, lineBytes, seconds, peakMib: peakMib() };
}

// `maxRSS` may be the size of the parent process on Linux.
function peakMib(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}

for (const name of process.argv.slice(3)) process.stdout.write(`${JSON.stringify(await run(name))}\n`);
