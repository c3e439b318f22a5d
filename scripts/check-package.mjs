#!/usr/bin/env node
// Unpacks the committed package and invokes its handler once with the self-check of a deployment, on the Node.js version
// that runs this script. `--major 24` fails on any other major version. Needs no network and no AWS account.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';

const PACKAGE = resolve(import.meta.dirname, '../lambda/dist/lambda.zip');
const SETTINGS = {
  function_name: 'self-check',
  rules: ["eventName == 'ConsoleLogin'"],
  default_sns_topic_arn: 'arn:aws:sns:eu-west-1:123456789012:alerts',
};

const { values } = parseArgs({ options: { major: { type: 'string' } } });
const major = process.versions.node.split('.')[0];
if (values.major)
  assert.equal(major, values.major, `Node.js ${values.major} is required, but this is ${process.version}`);

const directory = mkdtempSync(join(tmpdir(), 'cloudtrail-to-slack-package-'));
try {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(PACKAGE)))) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), bytes);
  }
  process.env.SETTINGS = gzipSync(JSON.stringify(SETTINGS)).toString('base64');
  process.env.AWS_REGION = 'eu-west-1';
  const startedMs = performance.now();
  const { handler } = await import(pathToFileURL(join(directory, 'index.mjs')).href);
  const loadedMs = performance.now();
  const result = await handler(
    { selfCheck: true },
    { functionName: 'self-check', getRemainingTimeInMillis: () => 30_000 },
  );
  assert.equal(result.ok, true);
  const backtest = await import(pathToFileURL(join(directory, 'backtest.mjs')).href);
  assert.equal(typeof backtest.handler, 'function');
  console.log(
    `loaded in ${(loadedMs - startedMs).toFixed(0)} ms on Node.js ${process.version}; self-check: ${JSON.stringify(result)}`,
  );
} finally {
  rmSync(directory, { recursive: true });
}
