// Runs a deployed function: its unpacked package in a separate process with only the environment variables it would have.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import type { Deployment } from './terraform-deployment.ts';

export interface Invocation {
  /** What the handler returned, or the message of the error that it threw. */
  readonly answer?: unknown;
  readonly error?: string;
  /** The log of all invocations. */
  readonly log: string;
}

const RUNNER = `
const aheadMs = Number(process.env.AHEAD_MS);
const now = Date.now.bind(Date);
Date.now = () => now() + aheadMs;
const { handler } = await import('./' + process.env.ENTRY + '.mjs');
const payloads = JSON.parse(process.env.PAYLOADS);
const context = { functionName: 'f', getRemainingTimeInMillis: () => 30_000 };
const results = [];
for (const payload of payloads) {
  try {
    results.push({ answer: await handler(payload, context) });
  } catch (error) {
    results.push({ error: String(error?.message ?? error) });
  }
}
process.send(results, () => process.exit(0));
`;

export interface InvokeOptions {
  /** The file with the handler: `index` sends alerts, `interactions` handles what people press. */
  readonly entry?: string;
  /** How far the clock of the function is ahead. */
  readonly aheadMs?: number;
}

/** Invokes one instance of the function with each payload in turn. */
export async function invoke(
  deployment: Pick<Deployment, 'zip' | 'environment'>,
  environment: Readonly<Record<string, string>>,
  payloads: readonly unknown[],
  { entry = 'index', aheadMs = 0 }: InvokeOptions = {},
): Promise<readonly Invocation[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cloudtrail-to-slack-function-'));
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(deployment.zip)))) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  writeFileSync(path.join(folder, 'runner.mjs'), RUNNER);
  const child = spawn(process.execPath, [path.join(folder, 'runner.mjs')], {
    env: {
      ...deployment.environment,
      ...environment,
      PAYLOADS: JSON.stringify(payloads),
      ENTRY: entry,
      AHEAD_MS: String(aheadMs),
      PATH: process.env.PATH ?? '',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const results = new Promise<{ answer?: unknown; error?: string }[]>((resolve, reject) => {
    child.once('message', (message) => resolve(message as never));
    child.once('exit', (code) => reject(new Error(`the function ended with ${code}`)));
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the function has no output');
  const [log, errors, answers] = await Promise.all([text(stdout), text(stderr), results]);
  rmSync(folder, { recursive: true, force: true });
  return answers.map((answer) => ({ ...answer, log: log + errors }));
}
