// Verification in the pipeline: what is read late, what is reported, and what is not.

import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import { recoveryMessage } from '../../src/core/sources/recovery.ts';
import { aRecord, batch } from '../pipeline/payloads.ts';
import { alter, createVerificationWorld, LOGS, nameOf, sumOf, type VerificationWorld } from './verification-world.ts';

const fileOf = (world: VerificationWorld, hour: number, index: number) =>
  world.digests[hour]?.logFiles[index] as string;
const digestOf = (world: VerificationWorld, hour: number) => world.digests[hour]?.key as string;

/** Announces the files of some hours and then their digests, except those that `lost` names. */
async function play(world: VerificationWorld, lost: readonly string[] = []) {
  const reports = [];
  for (const digest of world.digests) {
    const keys = [...digest.logFiles, digest.key].filter((key) => !lost.includes(key));
    for (const key of keys) reports.push(await world.announce(key));
  }
  reports.push(...(await world.receiveOwn()));
  return reports;
}

describe('verification', () => {
  it('reports nothing and sends nothing if every log file was read', async () => {
    const world = createVerificationWorld();
    const reports = await play(world);
    expect(world.findings()).toEqual([]);
    expect(sumOf(reports)).toMatchObject({ digestsVerified: 4, filesListed: 8, filesVerified: 8, messagesSent: 0 });
  });

  it('reads a log file late whose notification was lost, says so, and reports it once', async () => {
    const world = createVerificationWorld();
    const reports = await play(world, [fileOf(world, 2, 1)]);
    expect(world.delivered()).toHaveLength(9);
    const [late, ...others] = world
      .channel()
      .posts.flatMap(({ message: { notice, details } }) => (notice.kind === 'alert' && !details ? [notice] : []))
      .filter(({ alert }) => alert.readLate);
    expect([late?.id, others]).toEqual([`event#${world.eventId(2, 1)}`, []]);
    expect(world.findings()).toEqual([`LogFilesReadLate ${nameOf(digestOf(world, 2))} x1`]);
    expect(sumOf(reports)).toMatchObject({ filesListed: 8, filesVerified: 7, filesRecovered: 1, messagesSent: 1 });
  });

  it('waits for notifications that are late, and then reports nothing', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const [first = '', second = ''] = world.digests[0]?.logFiles ?? [];
    await world.announce(first, digestOf(world, 0));
    expect(world.queue.sent).toHaveLength(1);
    await world.announce(second);
    await world.receiveOwn();
    expect(world.findings()).toEqual([]);
    expect(world.delivered()).toHaveLength(2);
  });

  it('does not deliver an alert again that was delivered without a mark', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const write = async () => {
      throw new PortError('transient', 'ThrottlingException', 'no');
    };
    const marks = { ...world.verification.marks, write };
    const [first] = world.digests[0]?.logFiles ?? [];
    const report = await world.invoke(
      {
        Records: [
          {
            eventSource: 'aws:s3',
            eventName: 'ObjectCreated:Put',
            s3: { bucket: { name: LOGS }, object: { key: first } },
          },
        ],
      },
      { verification: { ...world.verification, marks } },
    );
    expect(report.retries).toEqual([]);
    expect(report.counters.verification?.marksFailed).toBe(1);
    expect(world.logged('marks_not_written')).toHaveLength(1);
    await world.announce(digestOf(world, 0));
    await world.receiveOwn();
    expect(world.delivered().filter((id) => id === world.eventId(0, 0))).toHaveLength(1);
    expect(world.delivered()).toContain(world.eventId(0, 1));
  });

  it('delivers an alert that failed, although its digest is compared twice in one invocation', async () => {
    const world = createVerificationWorld({ hours: 2 });
    const again = recoveryMessage({ kind: 'digest', bucket: LOGS, key: digestOf(world, 1), again: true });
    world.channel().failNext(() => new PortError('transient', 'http_503', 'busy'), 3);
    const { retries } = await world.invoke(batch(again, again));
    expect(retries).toHaveLength(2);
    expect(world.queue.sent).toEqual([]);
    await world.invoke(batch(again, again));
    expect(world.delivered()).toContain(world.eventId(1, 0));
  });

  it('reports a log file that is gone and was never read', async () => {
    const world = createVerificationWorld();
    const lost = fileOf(world, 1, 0);
    world.buckets.remove({ bucket: LOGS, key: lost });
    const reports = await play(world, [lost]);
    expect(world.findings()).toEqual([`LogFileMissing ${nameOf(lost)}`]);
    expect(sumOf(reports)).toMatchObject({ filesListed: 8, filesVerified: 7, filesMissing: 1, filesRecovered: 0 });
    expect(sumOf(reports).digestsInvalid).toBe(0);
    expect(reports.map(({ counters }) => counters.itemsDropped)).not.toContain(1);
  });

  it('reports a log file that was altered, whenever that was, and processes what it contains', async () => {
    for (const lost of [true, false]) {
      const world = createVerificationWorld();
      const key = fileOf(world, 1, 0);
      alter(world.buckets, key, { Records: [aRecord({ eventID: 'forged' })] });
      const reports = await play(world, lost ? [key] : []);
      expect(world.findings()).toEqual([`LogFileAltered ${nameOf(key)}`]);
      expect(world.delivered()).toContain('forged');
      expect(sumOf(reports)).toMatchObject({ filesListed: 8, filesVerified: 7, filesAltered: 1 });
    }
  });

  it('reads the original of a log file that was altered for a time', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const key = fileOf(world, 0, 0);
    const { bytes } = world.buckets.get(LOGS, key);
    alter(world.buckets, key, { Records: [] });
    await world.announce(key, fileOf(world, 0, 1));
    world.buckets.get(LOGS, key).bytes = bytes;
    await world.announce(digestOf(world, 0));
    await world.receiveOwn();
    expect(world.delivered()).toContain(world.eventId(0, 0));
    expect(world.findings()).toEqual([`LogFilesReadLate ${nameOf(digestOf(world, 0))} x1`]);
  });

  it.each([
    ['not gzip', () => Buffer.from('nothing')],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 30)],
    ['followed by other data', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
  ])('reports a log file that is %s as altered', async (_what, change) => {
    const world = createVerificationWorld({ hours: 1 });
    const object = world.buckets.get(LOGS, fileOf(world, 0, 0));
    object.bytes = change(object.bytes);
    await play(world);
    expect(world.findings()).toEqual([`LogFileAltered ${nameOf(object.key)}`]);
  });

  it('finds the same with every message delivered twice', async () => {
    const world = createVerificationWorld();
    const [lost, gone, altered] = [fileOf(world, 1, 0), fileOf(world, 1, 1), fileOf(world, 2, 0)];
    world.buckets.remove({ bucket: LOGS, key: gone });
    alter(world.buckets, altered, { Records: [] });
    for (const digest of world.digests) {
      for (const key of [...digest.logFiles, digest.key].filter((key) => key !== lost)) await world.announce(key, key);
    }
    world.queue.sent.push(...world.queue.sent);
    await world.receiveOwn();
    for (const { key } of world.digests) await world.announce(key);
    await world.receiveOwn();
    expect(world.findings().sort()).toEqual(
      [
        `LogFileAltered ${nameOf(altered)}`,
        `LogFileMissing ${nameOf(gone)}`,
        `LogFilesReadLate ${nameOf(digestOf(world, 1))} x1`,
      ].sort(),
    );
  });
});

describe('a digest', () => {
  it.each<[string, (world: VerificationWorld) => void]>([
    ['altered', (world) => alter(world.buckets, digestOf(world, 1), { awsAccountId: '1' })],
    [
      'signed by another key',
      (world) => {
        world.buckets.get(LOGS, digestOf(world, 1)).metadata.signature = 'ab'.repeat(128);
      },
    ],
    [
      'without a signature',
      (world) => {
        world.buckets.get(LOGS, digestOf(world, 1)).metadata = {};
      },
    ],
  ])('that is %s is reported once', async (_what, change) => {
    const world = createVerificationWorld();
    change(world);
    const reports = await play(world);
    expect(world.findings()).toEqual([`DigestInvalid ${nameOf(digestOf(world, 1))}`]);
    expect(sumOf(reports).digestsVerified).toBe(3);
  });

  it('that is gone is reported once, with the next one', async () => {
    const world = createVerificationWorld();
    world.buckets.remove({ bucket: LOGS, key: digestOf(world, 1) });
    await play(world, [digestOf(world, 1)]);
    expect(world.findings()).toEqual([`DigestMissing ${nameOf(digestOf(world, 1))} x1`]);
  });

  it('that is gone together with the one before it is reported with it', async () => {
    const world = createVerificationWorld({ hours: 6 });
    for (const hour of [2, 3]) world.buckets.remove({ bucket: LOGS, key: digestOf(world, hour) });
    await play(world, [digestOf(world, 2), digestOf(world, 3)]);
    expect(world.findings()).toEqual([`DigestMissing ${nameOf(digestOf(world, 3))} x2`]);
  });

  it('that is gone is distinguished from its neighbors', async () => {
    const world = createVerificationWorld({ hours: 7 });
    for (const hour of [2, 4]) world.buckets.remove({ bucket: LOGS, key: digestOf(world, hour) });
    await play(
      world,
      [2, 3, 4, 5].map((hour) => digestOf(world, hour)),
    );
    expect(world.findings().sort()).toEqual(
      [4, 2].map((hour) => `DigestMissing ${nameOf(digestOf(world, hour))} x1`).sort(),
    );
  });

  it('whose notification was lost is read with the next one, with its log files', async () => {
    const world = createVerificationWorld({ hours: 6 });
    const lost = [1, 2, 3].flatMap((hour) => [...(world.digests[hour]?.logFiles ?? []), digestOf(world, hour)]);
    const reports = await play(world, lost);
    expect(new Set(world.delivered().filter((id) => id.startsWith('event-'))).size).toBe(12);
    expect(world.findings().sort()).toEqual(
      [1, 2, 3].map((hour) => `LogFilesReadLate ${nameOf(digestOf(world, hour))} x2`).sort(),
    );
    expect(sumOf(reports)).toMatchObject({ digestsVerified: 6, filesListed: 12, filesRecovered: 6 });
  });

  it('that arrives out of order is no gap', async () => {
    const world = createVerificationWorld();
    for (const { logFiles } of world.digests) await world.announce(...logFiles);
    for (const hour of [0, 3, 1, 2, 3]) await world.announce(digestOf(world, hour));
    await world.receiveOwn();
    expect(world.findings()).toEqual([]);
  });

  it('that is the first of its trail is not followed back', async () => {
    const world = createVerificationWorld();
    await world.announce(...(world.digests[3]?.logFiles ?? []));
    await world.announce(digestOf(world, 3));
    expect(world.queue.sent).toEqual([]);
    expect(world.findings()).toEqual([]);
  });

  it('of the time before verification ran is not compared', async () => {
    const world = createVerificationWorld();
    const runningSinceMs = async () => world.digests[2]?.startMs as number;
    const verification = { ...world.verification, runningSinceMs };
    for (const { key } of world.digests.slice(0, 2))
      await world.invoke({ s3Bucket: LOGS, s3ObjectKey: [key] }, { verification });
    expect(world.queue.sent).toEqual([]);
    await world.invoke({ s3Bucket: LOGS, s3ObjectKey: [digestOf(world, 2)] }, { verification });
    expect(world.queue.sent).toHaveLength(1);
  });

  it.each(['s3-website-us-east-1', 'x', 'us-east-1-'])('of no region (%s) asks no host for keys', async (region) => {
    const world = createVerificationWorld({ hours: 1, region });
    const asked: string[] = [];
    const keys = async (name: string) => {
      asked.push(name);
      return [];
    };
    await world.invoke(
      { s3Bucket: LOGS, s3ObjectKey: [digestOf(world, 0)] },
      { verification: { ...world.verification, keys } },
    );
    expect(asked).toEqual([]);
    expect(world.findings()).toEqual([`DigestInvalid ${nameOf(digestOf(world, 0))}`]);
  });

  it.each(['us-gov-east-1', 'ap-southeast-2', 'us-isob-east-1', 'eusc-de-east-1'])(
    'of %s asks for its keys',
    async (region) => {
      const world = createVerificationWorld({ hours: 1, region });
      await world.announce(digestOf(world, 0));
      expect(world.findings()).toEqual([]);
    },
  );

  it('is retried as long as the keys cannot be listed', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const keys = async () => {
      throw new PortError('transient', 'ThrottlingException', 'later');
    };
    const report = await world.invoke(
      { s3Bucket: LOGS, s3ObjectKey: [digestOf(world, 0)] },
      { verification: { ...world.verification, keys } },
    );
    expect(report.retries).toMatchObject([{ why: 'failed' }]);
    expect(world.findings()).toEqual([]);
  });
});
