// The function of a backtest against S3: it decides as `replay --decisions` does on the same files.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useCommand } from '../cli/command.ts';
import { jsonLines } from '../json-lines.ts';
import { ROOT } from '../repository.ts';
import { useMoto } from '../servers/shared.ts';

const TREE = path.join(ROOT, 'examples/cloudtrail');
const FILES = readdirSync(TREE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json.gz'));
const SETTINGS = { rule_packs: ['threats', 'behavior'], ignore_rules: ["errorCode == 'AccessDenied'"] };

const CHECK = { check: true, input: { prefix: '', since: '', until: '' } };

const command = useCommand();
let s3: S3Client;
beforeAll(async () => {
  await useMoto();
  s3 = new S3Client({});
  for (const Bucket of ['my-trail', 'results']) await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of FILES)
    await s3.send(new PutObjectCommand({ Bucket: 'my-trail', Key, Body: readFileSync(path.join(TREE, Key)) }));
});

/** A new instance of the function, whose settings are in the bucket of the results. */
async function start(settings: object | string, everyRecord = 'true') {
  const Body = typeof settings === 'string' ? settings : JSON.stringify(settings);
  await s3.send(new PutObjectCommand({ Bucket: 'results', Key: 'settings/1.json', Body }));
  Object.assign(process.env, { RESULTS_BUCKET: 'results', SETTINGS_KEY: 'settings/1.json', EVERY_RECORD: everyRecord });
  vi.resetModules();
  const { handler } = await import('../../src/backtest.ts');
  return handler;
}

const payload = (run: string, keys: readonly string[] = FILES) => ({
  Items: keys.map((Key) => ({ Key, Size: 1 })),
  BatchInput: { bucket: 'my-trail', run, since: '', until: '' },
});

async function rowsOf(run: string): Promise<Record<string, unknown>[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: 'results', Prefix: `decisions/run=${run}/` }),
  );
  const texts = await Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'results', Key }));
      return gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString('utf8');
    }),
  );
  return texts.flatMap(jsonLines);
}

const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

describe('the function of a backtest', () => {
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
  });

  it('decides as `replay --decisions` does', async () => {
    const handler = await start(SETTINGS);
    const result = await handler(payload('all'));
    const settings = command.write('settings.json', JSON.stringify(SETTINGS));
    const { out } = await command.run(['replay', TREE, '--decisions', '--settings', settings]);
    const replayed = jsonLines(out);
    const fields = Object.keys(replayed[0]);
    const rows = (await rowsOf('all')).map((row) => Object.fromEntries(fields.map((field) => [field, row[field]])));
    expect(sorted(rows)).toEqual(sorted(replayed));
    expect(replayed.length).toBe(48);
    expect(new Set(replayed.map(({ outcome }) => outcome))).toEqual(new Set(['alert', 'observed', 'ignored', 'none']));
    expect(result).toMatchObject({ listed: FILES.length, logFiles: FILES.length, records: 48, rows: 48 });
  });

  it('has the same rows in batches of one file, and only those that a rule matches unless all are included', async () => {
    const handler = await start(SETTINGS, 'false');
    for (const key of FILES) await handler(payload('single', [key]));
    const matched = (await rowsOf('all')).filter(({ outcome }) => outcome !== 'none');
    expect(sorted(await rowsOf('single'))).toEqual(sorted(matched));
  });

  it('begins with a check of its rules', async () => {
    const handler = await start({ use_default_rules: false, rules: ["eventName == 'A'"] });
    expect(await handler(CHECK)).toEqual({ ok: true, rules: 1 });
  });

  it.each<[what: string, settings: object | string, message: string]>([
    ['rules that do not compile', { rules: [{ name: 'bad', expression: "eventName = 'A'" }] }, 'bad: '],
    ['an unknown pack', { rule_packs: ['nothing'] }, 'nothing'],
    ['settings that are not JSON', '{', 'settings/1.json is not JSON'],
  ])('rejects %s', async (_, settings, message) => {
    const handler = await start(settings);
    await expect(handler(CHECK)).rejects.toThrow(message);
  });

  it('rejects a payload that is not a batch', async () => {
    const handler = await start(SETTINGS);
    await expect(handler({ Records: [] })).rejects.toThrow('Items must be a list');
  });
});
