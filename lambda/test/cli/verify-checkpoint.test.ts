// `verify --checkpoint` from the outside: killed in the middle, it continues, and ends with the report of an uninterrupted run.

import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { Buckets, createSigningKey, iso, publicKeyList, START_MS, writeTrail } from '../digests/trail-world.ts';
import { writeCopy } from '../digests/write-copy.ts';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { startSlowProxy } from '../servers/slow-proxy.ts';
import { useServer } from '../servers/use-server.ts';
import { useCommand } from './command.ts';

const KEY = createSigningKey('us-east-1');
const ACCOUNTS = ['111122223333', '222233334444', '333344445555'];
const HOURS = 20;

/** Three accounts: the second has a removed log file in every fourth hour, the third a removed digest. */
function organization(): Buckets {
  const buckets = new Buckets();
  const [, second = [], third = []] = ACCOUNTS.map((account) =>
    writeTrail(buckets, { bucket: 'trail', account, key: KEY, hours: HOURS, filesPerHour: () => 1 }),
  );
  for (const [hour, { logFiles }] of second.entries())
    if (hour % 4 === 3) buckets.remove({ bucket: 'trail', key: logFiles[0] ?? '' });
  buckets.remove({ bucket: 'trail', key: third[10]?.key ?? '' });
  return buckets;
}

const command = useCommand();
let moto: Moto;
// Each hour of an account takes at least one call, so a run takes several seconds.
const proxy = useServer(async () => {
  moto = await useMoto();
  return startSlowProxy(moto.url, 50);
});

beforeAll(async () => {
  const buckets = organization();
  const s3 = new S3Client({ forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
  for (const { bucket, key, bytes, metadata } of buckets.objects.values())
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, Metadata: metadata }));
  writeCopy(buckets, path.join(command.folder, 'copy'));
  command.write('keys.json', JSON.stringify(publicKeyList([KEY])));
  command.write('other-keys.json', JSON.stringify(publicKeyList([createSigningKey('us-east-1')])));
  const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  Object.assign(process.env, { ...QUIET, AWS_ENDPOINT_URL: proxy.url });
}, 120_000);

const file = (name: string) => path.join(command.folder, name);
const verifyOf = (input: string, checkpoint: string | null, ...more: readonly string[]) => [
  ...['verify', input, '--public-keys', file('keys.json'), '--since', iso(START_MS)],
  ...(checkpoint === null ? [] : ['--checkpoint', file(checkpoint)]),
  ...more,
];
const copyOf = () => file('copy');

/** The lines of a report; those of the findings are sorted, because it depends on the timing which account is first. */
function reportOf(out: string): readonly string[] {
  const lines = out.split('\n');
  const isFinding = (line: string) => /^(?:fault|note): |"kind":"finding"/.test(line);
  return [...lines.filter(isFinding).sort(), ...lines.filter((line) => !isFinding(line))];
}

// Kills a run after it has found something, and has saved more than the checkpoint contained before.
async function killInTheMiddle(args: readonly string[], checkpoint: string): Promise<void> {
  const before = verifiedIn(checkpoint);
  const child = command.start(args);
  const closed = once(child, 'close');
  while (verifiedIn(checkpoint) <= before || !existsSync(`${checkpoint}.findings`)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (child.exitCode !== null) throw new Error('the run came to its end before it was killed');
  }
  child.kill('SIGKILL');
  expect(await closed).toEqual([null, 'SIGKILL']);
}

interface Counts {
  readonly logFiles: number;
  readonly logFilesMissing: number;
}

/** How many log files are verified or missing; 0 without a checkpoint. */
function verifiedIn(checkpoint: string): number {
  const { rows } = existsSync(checkpoint) ? JSON.parse(readFileSync(checkpoint, 'utf8')) : { rows: [] };
  return rows.reduce((sum: number, { logFiles, logFilesMissing }: Counts) => sum + logFiles + logFilesMissing, 0);
}

const logFilesIn = (paths: readonly string[]) => paths.filter((name) => name.includes('_CloudTrail_'));

describe('verify --checkpoint', () => {
  it.each([
    ['text', 1],
    ['json', 2],
  ])(
    'reports a bucket as an uninterrupted run does after it was killed, as %s, %i times',
    async (format, kills) => {
      proxy.takePaths();
      const whole = await command.run(verifyOf('s3://trail', null, '--format', format));
      const all = logFilesIn(proxy.takePaths()).length;
      const checkpoint = file(`killed-${format}`);
      const args = verifyOf('s3://trail', `killed-${format}`, '--format', format);
      for (let kill = 0; kill < kills; kill++) await killInTheMiddle(args, checkpoint);
      const verified = verifiedIn(checkpoint);
      proxy.takePaths();
      const last = await command.run(args);
      expect(reportOf(last.out)).toEqual(reportOf(whole.out));
      expect([last.code, whole.code]).toEqual([1, 1]);
      expect(last.err).toMatch(/^continues after \d+ digests and \d+ log files\ns3:\/\/trail: 114 log files, .*\n$/);
      expect(verified).toBeGreaterThan(0);
      expect(logFilesIn(proxy.takePaths())).toHaveLength(all - verified);
    },
    60_000,
  );

  it('deletes its files at the end, so that the next run verifies everything again', async () => {
    const args = verifyOf(copyOf(), 'ended');
    const whole = await command.run(verifyOf(copyOf(), null));
    for (let runs = 0; runs < 2; runs++) {
      const { out, err, code } = await command.run(args);
      expect([reportOf(out), err, code]).toEqual([reportOf(whole.out), '', 1]);
      expect([existsSync(file('ended')), existsSync(file('ended.findings'))]).toEqual([false, false]);
    }
  });

  it('keeps its files from other users, and continues in another format', async () => {
    const args = verifyOf('s3://trail', 'format');
    await killInTheMiddle(args, file('format'));
    expect([file('format'), file('format.findings')].map((name) => statSync(name).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
    const { out } = await command.run([...args, '--format', 'json']);
    const whole = await command.run(verifyOf('s3://trail', null, '--format', 'json'));
    expect(reportOf(out)).toEqual(reportOf(whole.out));
  }, 60_000);
});

describe('a checkpoint of verify', () => {
  beforeAll(async () => {
    await killInTheMiddle(verifyOf('s3://trail', 'mine'), file('mine'));
  }, 60_000);

  it.each<[what: string, args: () => readonly string[], error: RegExp]>([
    ['another bucket', () => verifyOf('s3://other', 'mine'), /the checkpoint of a verification with other inputs/],
    [
      'another time',
      () => verifyOf('s3://trail', 'mine', '--until', '2024-05-01'),
      /with other --since, --until, --account or --region/,
    ],
    ['another region', () => verifyOf('s3://trail', 'mine', '--region', 'us-east-1'), /with other --since, --until, /],
    [
      'other public keys',
      () => verifyOf('s3://trail', 'mine', '--public-keys', file('other-keys.json')),
      /with other public keys/,
    ],
  ])('is refused with %s, and stays as it is', async (_what, args, error) => {
    const before = readFileSync(file('mine'), 'utf8');
    const { code, out, err } = await command.run(args());
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(error);
    expect(err).toContain('Use another file, or delete this one');
    expect(readFileSync(file('mine'), 'utf8')).toBe(before);
  });

  it.each([
    ['text', 'text'],
    ['a file of another version', '{"version":2}'],
    ['the checkpoint of a replay', '{"version":1,"command":{"rules":"","inputs":"","output":""},"files":1}'],
  ])('cannot be %s', async (_what, content) => {
    writeFileSync(file('wrong'), content);
    const { code, err } = await command.run(verifyOf(copyOf(), 'wrong'));
    expect([code, err]).toEqual([2, expect.stringContaining('is not a checkpoint of this command and version')]);
  });

  it('that cannot be written ends the run', async () => {
    const { code, err } = await command.run(verifyOf(copyOf(), 'no/such/folder'));
    expect([code, err]).toEqual([1, expect.stringMatching(/no\/such\/folder.*: cannot be written: there is no such/)]);
  });
});
