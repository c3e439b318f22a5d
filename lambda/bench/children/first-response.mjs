// Loads a function and sends it one payload, as Lambda does on a cold start: first-response.mjs INDEX PAYLOAD-FILE.
// Prints the milliseconds and the processor milliseconds from the beginning of its import to its first answer, and the part of
// the latter after the import.

// S3 is called by HTTPS, and here by HTTP. Importing this takes 20 ms in Node.js 24, which a deployed function does not spend.
import 'node:http';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [index, payloadFile] = process.argv.slice(2);
const payload = JSON.parse(readFileSync(payloadFile, 'utf8'));
const startedMs = performance.now();
const startedCpu = process.cpuUsage();
const { handler } = await import(pathToFileURL(index).href);
const startedHandling = process.cpuUsage();
await handler(payload, { getRemainingTimeInMillis: () => 30_000 });
const cpuMs = ({ user, system }) => (user + system) / 1000;
const answer = JSON.stringify({
  wallMs: performance.now() - startedMs,
  cpuMs: cpuMs(process.cpuUsage(startedCpu)),
  handlingCpuMs: cpuMs(process.cpuUsage(startedHandling)),
});
process.stdout.write(`\n${answer}\n`, () => process.exit(0));
