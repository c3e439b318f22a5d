// Runs as a separate process: sends a batch of large log files through the whole pipeline and prints the counters and its
// peak memory. Alerts are frequent, because they are what could use up the memory.

import { gzipSync } from 'node:zlib';
import { processPayload } from '../../src/app/process-payload.ts';
import { peakMib } from '../programs/peak-memory.ts';
import { aRecord, batchOf } from './payloads.ts';
import { pipelineOf } from './program-pipeline.ts';

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

let posts = 0;
const pipeline = await pipelineOf(
  {
    use_default_rules: false, // Its critical rule would post every alert.
    rules: [{ name: 'trail-deleted', expression: "eventName == 'DeleteTrail'" }],
  },
  { read: async () => new Uint8Array(file) },
  () => posts++,
);
const names = Array.from({ length: Number(files) }, (_, index) => `large-${index}`);
const { counters } = await processPayload(batchOf(...names), pipeline(), Date.now() + 300_000);
console.log(JSON.stringify({ counters, posts, peakMib: peakMib() }));
