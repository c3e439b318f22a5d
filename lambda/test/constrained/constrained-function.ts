// The built package as Lambda runs it: a process with the function's memory and its share of a processor, which is stopped when
// its time has expired.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { throttle } from './throttle.ts';

export interface Limits {
  readonly timeoutMs: number;
  /** Share of one core, without the start of the instance, for which Lambda gives more. */
  readonly share: number;
  readonly heapMb: number;
}

export interface ConstrainedResult {
  readonly ms: number;
  /** What the handler returned; null if its time expired or it threw. */
  readonly answer: { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] } | null;
  readonly log: string;
}

const PACKAGE = path.join(import.meta.dirname, '../../dist/lambda.zip');

const RUNNER = `
import { handler } from './index.mjs';
process.on('message', async ({ payload, timeoutMs }) => {
  const endMs = Date.now() + timeoutMs;
  const context = { functionName: 'f', getRemainingTimeInMillis: () => endMs - Date.now() };
  process.send(await handler(payload, context).then((answer) => ({ answer }), (error) => ({ error: String(error) })));
});
process.send('ready');
`;

/** Unpacks the package into a folder; the returned function deletes it. */
export function unpackPackage(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'constrained-function-'));
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(PACKAGE)))) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  writeFileSync(path.join(folder, 'runner.mjs'), RUNNER);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Invokes a new instance once. */
export async function invokeConstrained(
  folder: string,
  environment: Readonly<Record<string, string>>,
  payload: unknown,
  { timeoutMs, share, heapMb }: Limits,
): Promise<ConstrainedResult> {
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, path.join(folder, 'runner.mjs')], {
    env: { ...environment, PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (log += chunk));
  await next(child);
  const release = throttle(child.pid as number, share);
  const startedMs = Date.now();
  child.send({ payload, timeoutMs });
  const message = await Promise.race([next(child), sleep(timeoutMs, null)]);
  const ms = Date.now() - startedMs;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  release();
  return { ms, log, answer: (message as { answer?: ConstrainedResult['answer'] } | null)?.answer ?? null };
}

function next(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code, signal) => reject(new Error(`the function ended with ${code ?? signal}`)));
  });
}
