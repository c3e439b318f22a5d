// Runs as a separate process: sends a batch of large log files through the whole pipeline and prints the counters and its
// peak memory. Alerts are frequent, because they are what could use up the memory.

import { gzipSync } from 'node:zlib';
import { createLogger } from '../../src/adapters/log.ts';
import { createSystemClock } from '../../src/adapters/memory/clock.ts';
import { createMemoryCorrelations } from '../../src/adapters/memory/correlations.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createMemoryRetryQueue } from '../../src/adapters/memory/retry-queue.ts';
import { createCorrelationMemory } from '../../src/app/correlation/correlation-memory.ts';
import type { Destination } from '../../src/app/ports.ts';
import { processPayload } from '../../src/app/process-payload.ts';
import { loadPatternEngine } from '../../src/core/language/functions/pattern-engine.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { compileRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { createForgetfulState } from './forgetful-state.ts';
import { aRecord, batchOf } from './payloads.ts';

const MIB = 1024 * 1024;
const [rawMib = '50', files = '1', harmlessPerAlert = '100'] = process.argv.slice(2);

// One record of `harmlessPerAlert` + 1 alerts. Every record has its own event id. Gzip members of a megabyte each.
function largeFile(rawBytes: number, harmlessPerAlert: number): Buffer {
  const members: Buffer[] = [];
  let text = '{"Records":[';
  for (let written = 0, index = 0; written < rawBytes; index++) {
    const eventName = index % (harmlessPerAlert + 1) === 0 ? 'DeleteTrail' : 'GetObject';
    const record = JSON.stringify(aRecord({ eventName, requestParameters: { key: 'x'.repeat(600) } }));
    text += index === 0 ? record : `,${record}`;
    written += record.length;
    if (text.length < MIB) continue;
    members.push(gzipSync(text));
    text = '';
  }
  return Buffer.concat([...members, gzipSync(`${text}]}`)]);
}

const file = largeFile(Number(rawMib) * MIB, Number(harmlessPerAlert));

const settings = parseSettings({
  use_default_rules: false, // Its critical rule would post every alert.
  rules: [{ name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" }],
  slack_bot_token_reference: '/token',
  default_slack_channel_id: 'C0DEFAULT01',
});
await loadPatternEngine();
let posts = 0;
const post = async () => ({ channel: 'C', ts: String(posts++) });
const renderer = createSlackRenderer(settings);
const [one] = settings.destinations;
const destination = {
  id: one?.id,
  kind: 'slack-app',
  renderer,
  notifier: { post, update: async () => {} },
};
// The events of each file are new to the pipeline: their claims are never found.
const state = createForgetfulState();

const names = Array.from({ length: Number(files) }, (_, index) => `large-${index}`);
const { counters } = await processPayload(
  batchOf(...names),
  {
    ruleSet: compileRules(settings),
    destinations: new Map([[one?.id ?? '', destination as unknown as Destination]]),
    routeTables: settings.routeTables,
    options: settings,
    correlations: createCorrelationMemory(createMemoryCorrelations()),
    logFiles: { read: async () => new Uint8Array(file) },
    state,
    metrics: createMemoryMetrics(),
    retryQueue: createMemoryRetryQueue(),
    clock: createSystemClock(),
    log: createLogger({ level: 'ERROR', write: (line) => process.stderr.write(line) }),
  },
  Date.now() + 300_000,
);
// `maxRSS` is in kilobytes.
console.log(JSON.stringify({ counters, posts, peakMib: process.resourceUsage().maxRSS / 1024 }));
