// What an input could multiply has a bound: log files of a digest, digests of a walk, calls, messages and time.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LogFileStore } from '../../src/app/ports.ts';
import { LATE_MAX } from '../../src/app/verification/read-listed.ts';
import type { Verification } from '../../src/app/verification/verification.ts';
import { recoveryMessage } from '../../src/core/sources/recovery.ts';
import { HOUR_MS, type Written } from '../digests/trail-world.ts';
import { aRecord, batch } from '../pipeline/payloads.ts';
import { createVerificationWorld, LOGS, nameOf, sumOf, type VerificationWorld } from './verification-world.ts';

const digestOf = (world: VerificationWorld, hour: number) => world.digests[hour] as Written;

/** A verification that counts its calls. */
function counted(verification: Verification) {
  const calls = { marksRead: 0, marksWritten: 0, trailsRead: 0, trailsWritten: 0, digestsRead: 0, messages: 0 };
  const counting: Verification = {
    ...verification,
    marks: {
      read(...args) {
        calls.marksRead++;
        return verification.marks.read(...args);
      },
      write(...args) {
        calls.marksWritten++;
        return verification.marks.write(...args);
      },
      settle(...args) {
        calls.marksWritten++;
        return verification.marks.settle(...args);
      },
    },
    trails: {
      read(...args) {
        calls.trailsRead++;
        return verification.trails.read(...args);
      },
      commit(...args) {
        calls.trailsWritten++;
        return verification.trails.commit(...args);
      },
    },
    digests: {
      read(location) {
        calls.digestsRead++;
        return verification.digests.read(location);
      },
    },
    queue: {
      send(messages) {
        calls.messages += messages.length;
        return verification.queue.send(messages);
      },
    },
  };
  return { calls, verification: counting };
}

describe('a digest of many log files', () => {
  const COUNT = 2 * LATE_MAX + 30;

  it('is read late in several invocations, and reported once with all of them', async () => {
    const world = createVerificationWorld({ hours: 1, filesPerHour: () => COUNT });
    const { key } = digestOf(world, 0);
    await world.announce(key);
    const reports = await world.receiveOwn();
    expect(reports.map(({ counters }) => counters.logFilesRead)).toEqual([LATE_MAX, LATE_MAX, 30]);
    expect(world.findings()).toEqual([`LogFilesReadLate ${nameOf(key)} x${COUNT}`]);
    expect(sumOf(reports)).toMatchObject({ filesListed: COUNT, filesRecovered: COUNT });
  });

  it('costs one read of marks, and one message to read whatever is left', async () => {
    const world = createVerificationWorld({ hours: 1, filesPerHour: () => 3_000, recordsOf: () => [] });
    const { calls, verification } = counted(world.verification);
    const { key } = digestOf(world, 0);
    await world.invoke({ s3Bucket: LOGS, s3ObjectKey: [key] }, { verification });
    const head = { trailsRead: 1, trailsWritten: 1 };
    expect(calls).toEqual({ ...head, marksRead: 1, marksWritten: 0, digestsRead: 1, messages: 1 });
  });

  it('is continued later if the time of the invocation is used up', async () => {
    const world = createVerificationWorld({ hours: 1, filesPerHour: () => 20 });
    const { key } = digestOf(world, 0);
    const slow: LogFileStore = {
      async read({ bucket, key }) {
        world.clock.advance(2_000);
        return world.buckets.get(bucket, key).bytes;
      },
    };
    await world.announce(key);
    const reports = await world.receiveOwn({ logFiles: slow });
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.flatMap(({ retries }) => retries)).toEqual([]);
    expect(world.findings()).toEqual([`LogFilesReadLate ${nameOf(key)} x20`]);
  });

  it('of more than 16 MB is reported, because it could hide anything', async () => {
    const world = createVerificationWorld({ hours: 3, filesPerHour: () => 0 });
    const { key } = digestOf(world, 1);
    world.buckets.get(LOGS, key).bytes = gzipSync(Buffer.alloc(17 * 1024 * 1024, 32));
    for (const { key } of world.digests) await world.announce(key);
    const reports = await world.receiveOwn();
    expect(world.findings()).toEqual([`DigestInvalid ${nameOf(key)}`]);
    expect(reports.flatMap(({ counters }) => counters.itemsDropped)).toEqual([0]);
  });
});

describe('a walk', () => {
  const walkMessage = (world: VerificationWorld, from: number, until: number) => {
    const [{ bucket, key, sha256 }, end] = [digestOf(world, from), digestOf(world, until)];
    return recoveryMessage({ kind: 'walk', bucket, key, sha256, until: end, missing: null });
  };

  it('goes back seven days', async () => {
    const hours = 8 * 24;
    const world = createVerificationWorld({ hours, filesPerHour: () => 0 });
    const { calls, verification } = counted({ ...world.verification, runningSinceMs: async () => 0 });
    await world.invoke(batch(walkMessage(world, hours - 1, 0)), { verification });
    expect(calls).toMatchObject({ digestsRead: 7 * 24, messages: 7 * 24 });
  });

  it('stops where verification began', async () => {
    const world = createVerificationWorld({ hours: 10 });
    const runningSinceMs = async () => digestOf(world, 5).endMs;
    const { calls, verification } = counted({ ...world.verification, runningSinceMs });
    await world.invoke(batch(walkMessage(world, 9, 0)), { verification });
    expect(calls.digestsRead).toBe(4);
  });

  it('is sent on with its progress if the time of the invocation is used up', async () => {
    const world = createVerificationWorld({ hours: 30, filesPerHour: () => 0 });
    for (const hour of [10, 11]) world.buckets.remove({ bucket: LOGS, key: digestOf(world, hour).key });
    const digests: Verification['digests'] = {
      async read(location) {
        world.clock.advance(3_000);
        return world.verification.digests.read(location);
      },
    };
    world.queue.sent.push({ body: walkMessage(world, 29, 0), delaySeconds: 0 });
    const reports = await world.receiveOwn({ verification: { ...world.verification, digests } });
    expect(reports.length).toBeGreaterThan(4);
    expect(world.findings()).toEqual([`DigestMissing ${nameOf(digestOf(world, 11).key)} x2`]);
    expect(sumOf(reports).digestsVerified).toBe(27);
  });

  it('over backfill digests, whose hours do not follow each other, reports one that is gone', async () => {
    const world = createVerificationWorld({ hours: 4, backfillAfterMs: 3 * HOUR_MS });
    world.buckets.remove({ bucket: LOGS, key: digestOf(world, 2).key });
    await world.invoke(batch(walkMessage(world, 3, 0)));
    expect(world.findings()).toEqual([expect.stringMatching(/^DigestMissing .*_backfill\.json\.gz x/)]);
  });
});

it('an hour whose log files were all read costs one write of marks for each invocation, and one read of them', async () => {
  const world = createVerificationWorld({ hours: 1, filesPerHour: () => 10 });
  const { calls, verification } = counted(world.verification);
  const { key, logFiles } = digestOf(world, 0);
  await world.invoke({ s3Bucket: LOGS, s3ObjectKey: logFiles }, { verification });
  expect(calls).toMatchObject({ marksWritten: 1, marksRead: 0, digestsRead: 0, trailsRead: 0 });
  await world.invoke({ s3Bucket: LOGS, s3ObjectKey: [key] }, { verification });
  const ofDigest = { digestsRead: 1, marksRead: 1, trailsRead: 1, trailsWritten: 1 };
  expect(calls).toEqual({ ...ofDigest, marksWritten: 2, messages: 0 });
});

it('the marks of an invocation are one write, and a file that must be retried has none', async () => {
  const recordsOf = (_hour: number, index: number) => [aRecord({}, `user-${index}`)];
  const world = createVerificationWorld({ hours: 1, filesPerHour: () => 6, recordsOf });
  const { calls, verification } = counted(world.verification);
  const { logFiles } = digestOf(world, 0);
  world.channel().failNext(() => new Error('no'), 1);
  const report = await world.invoke({ s3Bucket: LOGS, s3ObjectKey: logFiles }, { verification });
  expect(report.retries).toHaveLength(1);
  expect(calls.marksWritten).toBe(1);
  const marks = await world.verification.marks.read(
    logFiles.map((key) => ({ bucket: LOGS, key })),
    world.clock.nowMs(),
  );
  expect(marks.size).toBe(5);
});
