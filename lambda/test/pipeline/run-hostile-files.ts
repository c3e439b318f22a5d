// Runs as a separate process with the memory of the function: sends batches of a hostile log file and a normal one through
// the whole pipeline, with the real S3 client, and prints a line for each batch: counters, log lines, peak memory.
// Arguments: `every` or `some`, whether a rule makes every record a candidate; then the names of the objects in the bucket.

import { createLogFileStore } from '../../src/adapters/aws/s3-log-files.ts';
import { createLogger } from '../../src/adapters/log.ts';
import { createCappedLog } from '../../src/app/capped-log.ts';
import { processPayload } from '../../src/app/process-payload.ts';
import { peakMib } from '../programs/peak-memory.ts';
import { batchOf } from './payloads.ts';
import { pipelineOf } from './program-pipeline.ts';

let delivered = false;
const [candidates, ...names] = process.argv.slice(2);
const rules = [
  { name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" },
  ...(candidates === 'every' ? [{ name: 'long-name', expression: 'len(eventName) > 9000' }] : []),
];
const pipeline = await pipelineOf({ rules }, createLogFileStore(), (message) => {
  if (JSON.stringify(message).includes('the-neighbour')) delivered = true;
});

async function run(name: string) {
  let [lines, lineBytes] = [0, 0];
  delivered = false;
  const write = (line: string) => {
    lines++;
    lineBytes += line.length;
  };
  const log = createCappedLog(createLogger({ level: 'DEBUG', write }));
  const startedMs = Date.now();
  const payload = batchOf(name, 'neighbour');
  const { counters, retries } = await processPayload(payload, { ...pipeline(), log }, startedMs + 300_000);
  log.end();
  const seconds = (Date.now() - startedMs) / 1_000;
  return { name, delivered, counters, retries: retries.length, lines, lineBytes, seconds, peakMib: peakMib() };
}

for (const name of names) process.stdout.write(`${JSON.stringify(await run(name))}\n`);
