// Every hostile log file, in a batch with a normal neighbour, in a process with the memory of the function: the process
// survives, the neighbour is delivered, and the log is bounded. `HOSTILE_MIB=100` runs each file of that raw size (at most
// 50 MiB of gzip) in a separate process.

import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Counters } from '../../src/app/counters.ts';
import { buildProgram } from '../programs/build-program.ts';
import { listen } from '../servers/listen.ts';
import { useServer } from '../servers/use-server.ts';
import { HOSTILE_FILES, type HostileFile } from './hostile-files.ts';
import { aRecord, keyOf, logFile } from './payloads.ts';

const MIB = 1024 * 1024;
const FUNCTION_MIB = 256;
// What the Node.js runtime of Lambda passes: a tenth of the memory is for new objects, in two halves, the rest for old ones.
const NEW_SPACE_MIB = Math.floor(FUNCTION_MIB / 10);
const HEAP = [
  `--max-semi-space-size=${Math.floor(NEW_SPACE_MIB / 2)}`,
  `--max-old-space-size=${FUNCTION_MIB - NEW_SPACE_MIB}`,
];
const OBJECT_MAX_BYTES = 50 * MIB;
const fullMib = Number(process.env.HOSTILE_MIB ?? 0);
const SMALL_BYTES = 3.5 * MIB;
// What is kept for each element of a file of this size does not fit into the memory.
const LARGE_MIB = 25;
const WORST = ['empty objects', 'records without compression', 'alerts that are not valid JSON, with others inside'];

interface Result {
  readonly name: string;
  readonly delivered: boolean;
  readonly counters: Counters;
  readonly retries: number;
  readonly lines: number;
  readonly lineBytes: number;
  readonly seconds: number;
  readonly peakMib: number;
}

const script = buildProgram(new URL('./run-hostile-files.ts', import.meta.url));
const objects = new Map<string, Uint8Array>();
objects.set('neighbour', logFile(aRecord({}, 'the-neighbour')));
const server = useServer(() =>
  listen((request, response) => {
    const name = [...objects.keys()].find((one) => request.url?.includes(encodeURI(keyOf(one))));
    if (name === undefined) response.writeHead(404).end();
    else response.end(objects.get(name));
  }),
);

/** Runs batches in one process, one for each file. Resolves with what it printed, also if it crashed. */
function run(
  files: readonly HostileFile[],
  rawBytes: number,
  candidates: 'every' | 'some',
): Promise<readonly Result[]> {
  for (const { name, bytes, rawBytes: own } of files)
    objects.set(nameOf(name), bytes(files.length > 1 || name.startsWith('the largest') ? (own ?? rawBytes) : rawBytes));
  const child = spawn(process.execPath, [...HEAP, script, candidates, ...files.map(({ name }) => nameOf(name))], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    },
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', () =>
      resolve(
        printed
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as Result),
      ),
    );
  });
}

function nameOf(name: string): string {
  return name.replace(/\W+/g, '-');
}

function expectSurvived({ name, outcome }: HostileFile, result: Result | undefined): void {
  expect(result, `the process ended at "${name}"`).toBeDefined();
  if (process.env.HOSTILE_REPORT)
    console.log(
      `${name}: ${result?.peakMib.toFixed(0)} MiB, ${result?.seconds} s, ${result?.lines} lines, ${JSON.stringify(result?.counters)}`,
    );
  expect(result).toMatchObject({ delivered: true, retries: 0 });
  expect(result?.counters).toMatchObject({ itemsDropped: outcome === 'dropped' ? 1 : 0, failed: 0 });
  expect(result?.lines).toBeLessThan(1_100);
  expect(result?.lineBytes).toBeLessThan(MIB);
  expect(result?.peakMib).toBeLessThan(FUNCTION_MIB);
}

describe('a hostile log file', { timeout: 600_000 }, () => {
  it('is one of at least twenty', () => {
    expect(new Set(HOSTILE_FILES.map(({ name }) => nameOf(name))).size).toBe(HOSTILE_FILES.length);
    expect(HOSTILE_FILES.length).toBeGreaterThanOrEqual(20);
  });

  it('of any kind leaves the process alive, its neighbour delivered, and the log short', async () => {
    const results = await run(HOSTILE_FILES, SMALL_BYTES, 'every');
    for (const [index, file] of HOSTILE_FILES.entries()) expectSurvived(file, results[index]);
  });

  const large = HOSTILE_FILES.filter(({ name }) => fullMib > 0 || WORST.includes(name));
  it.each(large)('at its full size does so as well: $name', async (file) => {
    expectSurvived(file, (await run([file], fullSize(file), 'some'))[0]);
    if (fullMib > 0) expectSurvived(file, (await run([file], fullSize(file), 'every'))[0]);
  });
});

function fullSize({ name }: HostileFile): number {
  if (/compress|without gzip/.test(name)) return Math.min((fullMib || 50) * MIB, OBJECT_MAX_BYTES - MIB);
  return (fullMib || LARGE_MIB) * MIB;
}
