// AWS for tests: `moto_server` on a free local port, and the environment that points the SDK to it. Most test files use the one of
// their worker, see `shared.ts`. If it is missing, fails with an error that says what to install; never skips.

import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface Moto {
  readonly url: string;
  /** The environment variables that the SDK needs to use this server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls a service for which no client is installed, in AWS's JSON protocol: `call('sqs', 'AmazonSQS.CreateQueue', {..})`. */
  call(service: string, target: string, input: object): Promise<Record<string, unknown>>;
}

export interface StartedMoto extends Moto {
  stop(): Promise<void>;
}

const REGION = 'us-east-1';
const ONE_AT_A_TIME = path.join(import.meta.dirname, 'one-at-a-time');
const COMMANDS: readonly (readonly [command: string, ...args: string[]])[] = [
  ['moto_server'],
  ['python3', '-m', 'moto.server'],
];

/** Starts a server and waits until it responds. */
export async function startMoto(): Promise<StartedMoto> {
  const failures: string[] = [];
  for (const [command, ...args] of COMMANDS) {
    try {
      return await start(command, args);
    } catch (error) {
      failures.push(`${[command, ...args].join(' ')}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `These tests need moto, which simulates AWS. Install it with: pip install 'moto[server]'\n${failures.join('\n')}`,
  );
}

async function start(command: string, args: readonly string[]): Promise<StartedMoto> {
  const server = spawn(command, [...args, '-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, PYTHONPATH: ONE_AT_A_TIME },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return { ...motoAt(await listeningUrl(server)), stop: () => stop(server) };
}

/** A server that runs. */
export function motoAt(url: string): Moto {
  return {
    url,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      // The SDK gzips large PutMetricData calls, which moto does not understand.
      AWS_DISABLE_REQUEST_COMPRESSION: 'true',
    },
    call: (service, target, input) => callJson(url, service, target, input),
  };
}

// The server requests a free port from the system and then prints it.
function listeningUrl(server: ChildProcess): Promise<string> {
  const { stderr } = server;
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`ended with ${code}\n${said.join('\n')}`)));
    if (stderr === null) return reject(new Error('has no standard error'));
    createInterface({ input: stderr }).on('line', (line) => {
      if (said.length < 50) said.push(line);
      const url = /Running on (http:\/\/\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
}

function stop(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.once('exit', () => resolve());
    server.kill();
  });
}

// Moto finds the service in the credential scope and does not look at the signature.
async function callJson(url: string, service: string, target: string, input: object): Promise<Record<string, unknown>> {
  const scope = `test/20260101/${REGION}/${service}/aws4_request`;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${target}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
