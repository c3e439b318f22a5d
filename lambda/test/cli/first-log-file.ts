// Runs an unpacked package as a new instance does, on one log file. In: its folder, and a record. Out: the files of the package
// that were loaded, and how often each named function of them was called.

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { logFile } from '../pipeline/payloads.ts';
import { ROOT } from '../repository.ts';
import { listen } from '../servers/listen.ts';

const CHILD = path.join(ROOT, 'lambda/bench/children/first-response.mjs');

// One instance in ten looks in the table at first; it has a time that is a multiple of ten.
const NOT_THE_TENTH = 'const now = Date.now; Date.now = () => 10 * Math.floor(now() / 10) + 1;';

const SETTINGS = {
  function_name: 'cloudtrail-to-slack',
  slack_bot_token_reference: '/token',
  default_slack_channel_id: 'C0123456789',
  dynamodb_table_name: 'state',
};

export interface Loaded {
  readonly files: readonly string[];
  readonly calls: ReadonlyMap<string, number>;
}

/** What a new instance loads and calls until it has processed a log file with one record. */
export async function loadedByFirstLogFile(unpacked: string, record: object): Promise<Loaded> {
  const folder = mkdtempSync(path.join(unpacked, 'run-'));
  const server = await listen((_, response) => response.end(logFile(record)));
  try {
    const payload = path.join(folder, 'payload.json');
    writeFileSync(payload, JSON.stringify(PAYLOAD));
    const env = { ...process.env, ...environment(server.url), NODE_V8_COVERAGE: path.join(folder, 'coverage') };
    const { stdout } = await promisify(execFile)(process.execPath, [CHILD, path.join(unpacked, 'index.mjs'), payload], {
      env,
    });
    if (!stdout.includes('"logFilesRead":1')) throw new Error(`the log file was not read: ${stdout}`);
    return readCoverage(path.join(folder, 'coverage'), pathToFileURL(unpacked).href);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

const S3 = { bucket: { name: 'trail-logs' }, object: { key: 'AWSLogs/111122223333/CloudTrail/file.json.gz' } };
const NOTIFICATION = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: S3 };
const PAYLOAD = {
  Records: [{ messageId: '1', eventSource: 'aws:sqs', body: JSON.stringify({ Records: [NOTIFICATION] }) }],
};

function environment(url: string): Record<string, string> {
  return {
    SETTINGS: gzipSync(JSON.stringify(SETTINGS)).toString('base64'),
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(NOT_THE_TENTH)}`,
  };
}

// https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-ScriptCoverage
interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    readonly ranges: readonly { readonly count: number }[];
  }[];
}

function readCoverage(folder: string, base: string): Loaded {
  const scripts = readdirSync(folder)
    .flatMap((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')).result as ScriptCoverage[])
    .filter(({ url }) => url.startsWith(base));
  const calls = scripts.flatMap(({ functions }) =>
    functions.map(({ functionName, ranges }) => [functionName, ranges[0]?.count ?? 0] as const),
  );
  return { files: scripts.map(({ url }) => fileURLToPath(url)), calls: new Map(calls) };
}
