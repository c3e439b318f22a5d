// Log files that are read because a digest lists them, and what becomes of the digest if one of them cannot be read or delivered.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type LogFileStore, PortError } from '../../src/app/ports.ts';
import type { Verification } from '../../src/app/verification/verification.ts';
import { sha256 } from '../../src/core/digests/signature.ts';
import type { Written } from '../digests/trail-world.ts';
import { aRecord, batch } from '../pipeline/payloads.ts';
import { created, createVerificationWorld, LOGS, logFilesOf, nameOf, signAgain, sumOf } from './verification-world.ts';

/** A world of one hour with two log files, one of which cannot be read as long as there is a fault. */
function createWorldOf(trail: Parameters<typeof createVerificationWorld>[0] = {}) {
  const world = createVerificationWorld({ hours: 1, ...trail });
  const [{ key: digest, logFiles }] = world.digests as [Written];
  const [first = '', second = ''] = logFiles;
  const faults: PortError[] = [];
  const read: LogFileStore['read'] = async (location) => {
    if (location.key === first && faults[0]) throw faults[0];
    return logFilesOf(world.buckets).read(location);
  };
  const announce = (...keys: string[]) => world.invoke(batch(...keys.map(created)), { logFiles: { read } });
  return { ...world, digest, first, second, faults, announce, later: () => world.receiveOwn({ logFiles: { read } }) };
}

const TOO_LARGE = new PortError('permanent', 'too_large', 'more than the limit');

describe('a log file', () => {
  it.each([
    ['was announced', 1],
    ['is read late', 0],
  ])('that is too large to read and %s is counted apart, and not reported', async (_what, announced) => {
    const world = createWorldOf();
    world.faults.push(TOO_LARGE);
    const reports = [await world.announce(...[world.first].slice(0, announced), world.second)];
    reports.push(await world.announce(world.digest), ...(await world.later()));
    expect(world.findings()).toEqual([]);
    expect(sumOf(reports)).toMatchObject({ digestsVerified: 1, filesListed: 2, filesVerified: 1, filesTooLarge: 1 });
  });

  it.each([
    ['has no records', '{"Records":"none"}'],
    ['is not JSON', 'nothing'],
  ])('that %s is verified if it is the one that CloudTrail delivered', async (_what, content) => {
    const world = createWorldOf();
    const listed = { s3Bucket: LOGS, s3Object: world.first, hashValue: sha256(Buffer.from(content)) };
    signAgain(world, world.digest, { logFiles: [listed] });
    world.buckets.get(LOGS, world.first).bytes = gzipSync(content);
    const reports = [await world.announce(world.first), await world.announce(world.digest)];
    expect(reports.map(({ counters }) => counters.itemsDropped)).toEqual([1, 0]);
    expect(world.findings()).toEqual([]);
    expect(sumOf(reports)).toMatchObject({ digestsVerified: 1, filesVerified: 1 });
  });

  it('leaves a mark, unlike records that arrive without one', async () => {
    const world = createWorldOf();
    const written: unknown[] = [];
    const write: Verification['marks']['write'] = async (marks) => void written.push(...marks);
    const verification = { ...world.verification, marks: { ...world.verification.marks, write } };
    const detail = { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3', detail: aRecord() };
    await world.invoke(detail, { verification });
    expect(written).toEqual([]);
    await world.invoke(batch(created(world.first)), { verification });
    expect(written).toMatchObject([{ key: world.first, state: 'read' }]);
  });

  it('that cannot be read now does not count as missing, and is read when its digest is retried', async () => {
    const world = createWorldOf();
    await world.announce(world.digest);
    const messages = world.queue.sent.map(({ body }) => body);
    world.faults.push(new PortError('transient', 'SlowDown', 'later'));
    const [report] = await world.later();
    expect(report?.retries).toHaveLength(1);
    expect([world.findings(), world.queue.sent]).toEqual([[], []]);
    world.faults.pop();
    const again = await world.invoke(batch(...messages));
    expect(world.findings()).toEqual([`LogFilesReadLate ${nameOf(world.digest)} x2`]);
    expect(sumOf([again])).toMatchObject({ digestsVerified: 1, filesRecovered: 2 });
  });
});

describe('a digest', () => {
  it('is counted when its finding is delivered, and not before', async () => {
    const world = createWorldOf({ recordsOf: () => [] });
    await world.announce(world.digest);
    const messages = world.queue.sent.map(({ body }) => body);
    world.channel().failNext(() => new PortError('transient', 'http_503', 'busy'), 3);
    const failed = await world.later();
    expect(failed[0]?.retries).toHaveLength(1);
    const again = await world.invoke(batch(...messages));
    expect([failed, [again]].map((reports) => sumOf(reports).digestsVerified)).toEqual([0, 1]);
    expect(world.findings()).toEqual([`LogFilesReadLate ${nameOf(world.digest)} x2`]);
  });

  it('has a mark after its log files have theirs', async () => {
    const world = createWorldOf();
    const { marks } = world.verification;
    const settled: number[] = [];
    const settle: Verification['marks']['settle'] = async (mark, keepUntilMs, nowMs) => {
      const files = [world.first, world.second].map((key) => ({ bucket: LOGS, key }));
      settled.push((await marks.read(files, nowMs)).size);
      return marks.settle(mark, keepUntilMs, nowMs);
    };
    await world.announce(world.digest);
    await world.receiveOwn({ verification: { ...world.verification, marks: { ...marks, settle } } });
    expect(settled).toEqual([2]);
  });

  it('is not compared while it is not known what was read, and the log says so', async () => {
    const world = createWorldOf();
    const verification = { ...world.verification, runningSinceMs: async () => null };
    const report = await world.invoke(batch(created(world.digest)), { verification });
    expect([world.queue.sent, sumOf([report]).digestsVerified]).toEqual([[], 0]);
    expect(world.logged('verification_paused')).toHaveLength(1);
  });
});
