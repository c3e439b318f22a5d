// The package that Terraform deploys: the build is reproducible and the package is complete.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { deriveConditions } from '../../../scripts/derive-conditions.ts';
import { ROOT } from '../repository.ts';
import { loadedByFirstLogFile } from './first-log-file.ts';

const COMMITTED = 'lambda/dist/lambda.zip';
const folder = mkdtempSync(path.join(tmpdir(), 'package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function buildPackage(name: string, cwd: string, timezone: string): Buffer {
  const out = path.join(folder, name);
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/build.mjs'), 'lambda', '--out', out], {
    cwd,
    env: { ...process.env, TZ: timezone },
    stdio: 'ignore',
  });
  return readFileSync(path.join(out, 'lambda.zip'));
}

// Meets no condition of a default rule.
const RECORD = {
  eventSource: 'ec2.amazonaws.com',
  eventName: 'DescribeInstances',
  userIdentity: { type: 'AWSService' },
};

// The function behind the buttons reads its settings and its secret while it is loaded. Nothing listens at this port.
const ENVIRONMENT = {
  INTERACTIONS: JSON.stringify({ function_name: 'f', dynamodb_table_name: 't', slack_signing_secret_reference: '/s' }),
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
};

function unpack(archive: Buffer, name = 'unpacked'): string {
  const unpacked = path.join(folder, name);
  for (const [name, bytes] of Object.entries(unzipSync(archive))) {
    mkdirSync(path.dirname(path.join(unpacked, name)), { recursive: true });
    writeFileSync(path.join(unpacked, name), bytes);
  }
  return unpacked;
}

describe('the package', () => {
  // .ci/run has built it before the tests, in another folder and time zone than the committed one.
  const built = process.env.BUILT_PACKAGE;
  const first = built === undefined ? buildPackage('first', ROOT, 'UTC') : readFileSync(built);
  const other = () =>
    built === undefined ? buildPackage('second', folder, 'Asia/Kathmandu') : readFileSync(path.join(ROOT, COMMITTED));
  const texts = Object.values(unzipSync(first)).map((bytes) => new TextDecoder().decode(bytes));
  const text = texts.join('\n');

  it('is identical byte for byte, wherever it is built', () => {
    expect(other().equals(first)).toBe(true);
  });

  it('is small', () => {
    expect(first.length).toBeLessThan(500_000);
  });

  it('is a zip archive that Python reads, checksums included', () => {
    const script =
      'import sys, zipfile; archive = zipfile.ZipFile(sys.argv[1]); print(archive.testzip(), *archive.namelist())';
    const archive = path.join(folder, 'first.zip');
    writeFileSync(archive, first);
    const printed = execFileSync('python3', ['-c', script, archive], { encoding: 'utf8' }).trim();
    expect(printed.split(' ')).toEqual(['None', ...Object.keys(unzipSync(first))]);
  });

  it('contains no schemas and errors of requests that the function does not make', () => {
    expect(text).toContain('"GetObjectRequest"');
    expect(text).not.toContain('"PutObjectAclRequest"');
    expect(text).toContain('"ParameterNotFound"');
    expect(text).not.toContain('"AssociationDoesNotExist"');
  });

  it('finds credentials in the environment and nowhere else', () => {
    expect(text).toContain('AWS_SESSION_TOKEN');
    const elsewhere = ['sso_start_url', 'credential_process', 'AWS_WEB_IDENTITY_TOKEN_FILE'];
    expect(elsewhere.filter((place) => text.includes(place))).toEqual([]);
  });

  it('contains the entry points, their chunks, the packs, and the licenses of all dependencies', () => {
    const files = unzipSync(first);
    const textOf = (name: string) => new TextDecoder().decode(files[name]);
    const entries = Object.keys(files).filter((name) => !/^chunks\/([\w-]+\.mjs|pack-[\w-]+\.json)$/.test(name));
    expect(entries).toEqual(['THIRD-PARTY-LICENSES.txt', 'backtest.mjs', 'index.mjs', 'interactions.mjs']);
    for (const entry of entries.slice(1)) {
      expect(textOf(entry)).toMatch(/export\s*\{[^}]*\bhandler\b[^}]*\}/);
    }
    expect(textOf('THIRD-PARTY-LICENSES.txt')).toMatch(/^jsep \d/m);
  });

  it('contains what is derived from the expressions of the catalogue', async () => {
    const files = unzipSync(first);
    for (const [pack, conditions] of Object.entries(await deriveConditions())) {
      const content = JSON.parse(new TextDecoder().decode(files[`chunks/pack-${pack}.json`]));
      expect(content.conditions).toEqual(conditions);
      expect(content.rules.length).toBeGreaterThan(0);
    }
  });

  it('contains only modules that load', async () => {
    const unpacked = unpack(first);
    const entries = Object.entries(unzipSync(first));
    const modules = entries.map(([name]) => name).filter((name) => name.endsWith('.mjs'));
    const script = `for (const name of ${JSON.stringify(modules)}) await import('./' + name);`;
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: unpacked, env: ENVIRONMENT });
    expect(modules.length).toBeGreaterThan(5);
  });

  it('does not contain the path of the build directory', () => {
    const files = Object.values(unzipSync(first)).map((bytes) => new TextDecoder().decode(bytes));
    expect(files.filter((text) => text.includes(ROOT))).toEqual([]);
  });

  it('reads the first log file of an instance without loading what delivers, renders or calls other services', async () => {
    const { files, calls } = await loadedByFirstLogFile(unpack(first), RECORD);
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    const late = [
      'deliverNotices',
      'correlate',
      'phraseOf',
      'createSlackRenderer',
      'WebClient',
      'DynamoDBClient',
      'RE2JS',
    ];
    expect(late.filter((name) => new RegExp(`\\b(class|function) ${name}\\b|\\b${name}=class\\b`).test(text))).toEqual(
      [],
    );
    expect(calls.get('decideRecords')).toBeGreaterThan(0);
    // Each file takes a quarter of a millisecond to load, and each 25 KB one millisecond.
    expect(files.length).toBeLessThanOrEqual(16);
    expect(text.length).toBeLessThan(650_000);
  });

  it('compiles no rule for a log file in which no record meets the conditions of one', async () => {
    const { calls } = await loadedByFirstLogFile(unpack(first), RECORD);
    expect([calls.get('createRuleSet'), calls.get('parseRule')]).toEqual([1, 0]);
    const denied = await loadedByFirstLogFile(unpack(first), { ...RECORD, errorCode: 'AccessDenied' });
    expect(denied.calls.get('parseRule')).toBeGreaterThan(0);
  });

  it('fails an invocation with an alert if what delivers cannot be loaded, so that the alert is retried', async () => {
    const broken = unpack(first, 'broken');
    const { files } = await loadedByFirstLogFile(broken, RECORD);
    const chunks = readdirSync(path.join(broken, 'chunks')).filter((name) => name.endsWith('.mjs'));
    const late = chunks.map((name) => path.join(broken, 'chunks', name)).filter((file) => !files.includes(file));
    for (const file of late) rmSync(file);
    await loadedByFirstLogFile(broken, RECORD);
    const alert = { ...RECORD, eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' };
    await expect(loadedByFirstLogFile(broken, alert)).rejects.toThrow('ERR_MODULE_NOT_FOUND');
  });
});
