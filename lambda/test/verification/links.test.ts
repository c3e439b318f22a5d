// How digests are linked: what is reported if one of them is not the one that the next one refers to, and when the digests between
// two of them are looked for.

import { describe, expect, it } from 'vitest';
import type { Verification } from '../../src/app/verification/verification.ts';
import { recoveryMessage } from '../../src/core/sources/recovery.ts';
import { HOUR_MS, type Written, writeTrail } from '../digests/trail-world.ts';
import { batch } from '../pipeline/payloads.ts';
import {
  alter,
  createVerificationWorld,
  LOGS,
  nameOf,
  signAgain,
  sumOf,
  type VerificationWorld,
} from './verification-world.ts';

const DAY_MS = 24 * HOUR_MS;
const digestOf = (world: VerificationWorld, hour: number) => world.digests[hour] as Written;
const sent = ({ queue }: VerificationWorld, task: string) => queue.sent.filter(({ body }) => body.includes(task));

/** Reads all log files, and the digests of some hours; then what the function sent to itself. */
async function announce(world: VerificationWorld, hours: readonly number[]) {
  const reports = [await world.announce(...world.digests.flatMap(({ logFiles }) => logFiles))];
  for (const hour of hours) reports.push(await world.announce(digestOf(world, hour).key));
  return [...reports, ...(await world.receiveOwn())];
}

describe('a digest that is not the one that the next one refers to', () => {
  const invalid = (world: VerificationWorld, hour: number) => `DigestInvalid ${nameOf(digestOf(world, hour).key)}`;

  it.each([
    ['the newest known one', [0, 1, 2, 3], 1, 4],
    ['the first one of a walk', [0, 3], 2, 3],
    ['another one of a walk', [0, 3], 1, 3],
    ['the last one of a walk', [1, 3], 1, 3],
  ])('is reported if it is %s', async (_what, hours, replaced, digestsVerified) => {
    const world = createVerificationWorld();
    signAgain(world, digestOf(world, replaced).key);
    const reports = await announce(world, hours);
    expect(world.findings()).toEqual([invalid(world, replaced)]);
    expect(sumOf(reports)).toMatchObject({ digestsVerified, digestsInvalid: 1 });
  });

  it('is reported as what is wrong with it if a walk cannot verify it, and those before it are verified', async () => {
    const world = createVerificationWorld({ hours: 5 });
    alter(world.buckets, digestOf(world, 2).key, {});
    const reports = await announce(world, [0, 4]);
    expect(world.findings()).toEqual([invalid(world, 2)]);
    expect(sumOf(reports)).toMatchObject({ digestsVerified: 4, digestsInvalid: 1 });
    expect(JSON.stringify(world.channel().posts)).toContain('it is not a gzipped digest');
  });

  it('is reported if it belongs to another bucket', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const { bytes, metadata } = world.buckets.get(LOGS, digestOf(world, 0).key);
    world.buckets.put('copies', digestOf(world, 0).key, bytes, metadata);
    await world.invoke({ s3Bucket: 'copies', s3ObjectKey: [digestOf(world, 0).key] });
    expect(world.findings()).toEqual([invalid(world, 0)]);
    expect(JSON.stringify(world.channel().posts)).toContain('it is not where CloudTrail delivered it');
  });
});

describe('the digests between two others', () => {
  it.each([
    ['trail', { trail: 'second' }],
    ['home region', { homeRegion: 'eu-west-1' }],
    ['region', { region: 'eu-west-1', homeRegion: 'us-east-1' }],
    ['account', { account: '444455556666' }],
    ['kind', { backfillAfterMs: HOUR_MS }],
  ])('are looked for in each chain, also if there is one of another %s', async (_what, other) => {
    const world = createVerificationWorld({ hours: 3, filesPerHour: () => 0 });
    const others = writeTrail(world.buckets, { ...world.options, ...other });
    for (const hour of [0, 2])
      for (const chain of [world.digests, others]) await world.announce((chain[hour] as Written).key);
    expect(sent(world, 'walkBack')).toHaveLength(2);
    expect(world.queue.sent).toHaveLength(2);
  });

  it('are not looked for if an older one arrives again', async () => {
    const world = createVerificationWorld({ hours: 5 });
    await announce(world, [0, 1, 2, 3, 1]);
    await world.announce(digestOf(world, 4).key);
    expect(sent(world, 'walkBack')).toEqual([]);
  });

  it.each([
    [89, 1],
    [91, 0],
  ])('are looked for after %i days without a digest: %i times', async (days, walks) => {
    const world = createVerificationWorld();
    await announce(world, [0]);
    world.clock.advance(days * DAY_MS);
    await world.announce(digestOf(world, 3).key);
    expect(sent(world, 'walkBack')).toHaveLength(walks);
  });

  it('are not looked for while it is not known since when log files were read', async () => {
    const world = createVerificationWorld();
    await announce(world, [0]);
    await world.announce(digestOf(world, 3).key);
    const reports = await world.receiveOwn({
      verification: { ...world.verification, runningSinceMs: async () => null },
    });
    expect(sumOf(reports)).toMatchObject({ digestsVerified: 0, messagesSent: 0 });
  });

  it('are reported as missing back to the time since when log files were read', async () => {
    const world = createVerificationWorld({ hours: 10 });
    for (const { key } of world.digests.slice(5, 8)) world.buckets.remove({ bucket: LOGS, key });
    await announce(world, [0]);
    await world.announce(digestOf(world, 8).key);
    const runningSinceMs = async () => digestOf(world, 4).endMs;
    await world.receiveOwn({ verification: { ...world.verification, runningSinceMs } });
    expect(world.findings()).toEqual([`DigestMissing ${nameOf(digestOf(world, 7).key)} x3`]);
  });

  it('are at most a thousand in an invocation', async () => {
    const world = createVerificationWorld({ hours: 2 });
    const { key } = digestOf(world, 1);
    signAgain(world, key, { previousDigestS3Object: key, previousDigestHashValue: null });
    let reads = 0;
    const digests: Verification['digests'] = {
      async read(location) {
        reads++;
        return world.verification.digests.read(location);
      },
    };
    const walk = { kind: 'walk', bucket: LOGS, key, sha256: null, until: digestOf(world, 0), missing: null } as const;
    await world.invoke(batch(recoveryMessage(walk)), { verification: { ...world.verification, digests } });
    expect(reads).toBe(1_000);
    expect(sent(world, 'walkBack')).toHaveLength(1);
  });
});

it('a backfill digest does not start the comparison of a day', async () => {
  const world = createVerificationWorld({ hours: 26, filesPerHour: () => 0, backfillAfterMs: HOUR_MS });
  for (const { key } of world.digests) await world.announce(key);
  expect(world.queue.sent).toEqual([]);
});

describe('a digest that is gone when it is read', () => {
  it('is found when the next one arrives', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const { key } = digestOf(world, 0);
    world.buckets.remove({ bucket: LOGS, key });
    const { counters } = await world.announce(key);
    expect([counters.itemsDropped, world.findings()]).toEqual([1, []]);
  });

  it('is reported immediately if it was read before', async () => {
    const world = createVerificationWorld({ hours: 1 });
    const { key } = digestOf(world, 0);
    await world.announce(key);
    world.buckets.remove({ bucket: LOGS, key });
    const [report] = await world.receiveOwn();
    expect(report?.counters.itemsDropped).toBe(0);
    expect(world.findings()).toEqual([`DigestMissing ${nameOf(key)} x1`]);
  });
});

it('an object among the digests that is none is skipped', async () => {
  const world = createVerificationWorld({ hours: 1 });
  const { counters, retries } = await world.announce('AWSLogs/111122223333/CloudTrail-Digest/us-east-1/x.json.gz');
  expect([retries, counters.itemsSkipped, counters.itemsDropped]).toEqual([[], 1, 0]);
});
