// Loads a function and sends it payloads one after the other, as Lambda does with a warm instance: invoke-all.mjs INDEX PAYLOADS-FILE.
// Prints when each invocation began (milliseconds since the epoch), its duration, and its processor time.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [index, payloadsFile] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(index).href);
const invocations = [];
for (const payload of JSON.parse(readFileSync(payloadsFile, 'utf8'))) {
  const beganMs = Date.now();
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const { batchItemFailures } = await handler(payload, { getRemainingTimeInMillis: () => 60_000 });
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages failed`);
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(startedCpu);
  invocations.push({ beganMs, wallMs, cpuMs: (user + system) / 1000 });
}
process.stdout.write(`\n${JSON.stringify(invocations)}\n`, () => process.exit(0));
