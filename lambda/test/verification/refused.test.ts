// Digests of a region whose public keys CloudTrail does not list for the account.

import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import { createKeyRing } from '../../src/app/verification/key-ring.ts';
import type { Verification } from '../../src/app/verification/verification.ts';
import { createSigningKey, HOUR_MS, publicKeyList, writeTrail } from '../digests/trail-world.ts';
import { createVerificationWorld, KEY, sumOf } from './verification-world.ts';

const REGION = 'ap-east-1';
const REASON = 'UnrecognizedClientException: The security token included in the request is invalid.';
const refused = async () => {
  throw new PortError('permanent', 'UnrecognizedClientException', REASON);
};

const listed: Verification['keys'] = (...query) =>
  createKeyRing(async () => [publicKeyList([KEY])], { nowMs: () => 0 })(...query);

function createRefusedWorld(hours: number, keys: Verification['keys'] = refused) {
  const world = createVerificationWorld({ hours, region: REGION });
  const ports = { verification: { ...world.verification, keys } };
  const announce = (...s3ObjectKey: string[]) => world.invoke({ s3Bucket: 'logs', s3ObjectKey }, ports);
  const play = async () => {
    const reports = [];
    for (const { key, logFiles } of world.digests) reports.push(await announce(...logFiles), await announce(key));
    return [...reports, ...(await world.receiveOwn(ports))];
  };
  return { ...world, ports, announce, play };
}

describe('digests of a region that refuses the account', () => {
  it('are reported once for the region, with the reason, and never retried or counted as verified', async () => {
    const world = createRefusedWorld(4);
    const reports = await world.play();
    expect(reports.flatMap(({ retries }) => retries)).toEqual([]);
    expect(world.findings()).toEqual(['DigestsNotVerified ']);
    const [post] = world.channel().posts.filter(({ message: { notice } }) => notice.subject.ruleName === 'finding');
    expect(post?.message.notice).toMatchObject({
      alert: {
        record: { awsRegion: REGION, eventTime: '2024-02-29T00:00:00Z', additionalEventData: { reason: REASON } },
      },
    });
    expect(sumOf(reports)).toMatchObject({ digestsVerified: 0, digestsRefused: 4, digestsInvalid: 0, filesListed: 0 });
    expect(world.logged('digest_not_verified')).toHaveLength(4);
    expect(world.delivered()).toContain(world.eventId(3, 1));
  });

  it('are reported for each region, once for all accounts', async () => {
    const world = createRefusedWorld(1);
    const others = [{ account: '444455556666' }, { region: 'af-south-1' }];
    const digests = others.flatMap((other) => writeTrail(world.buckets, { ...world.options, ...other }));
    for (const { key } of [...world.digests, ...digests]) await world.announce(key);
    expect(world.findings()).toHaveLength(2);
  });

  it('are reported again after a week', async () => {
    const world = createRefusedWorld(8 * 24);
    for (const hour of [0, 1, 8 * 24 - 1]) await world.announce(world.digests[hour]?.key as string);
    expect(world.findings()).toHaveLength(2);
  });

  it('are verified once the region is enabled', async () => {
    let isEnabled = false;
    const world = createRefusedWorld(4, (...query) => (isEnabled ? listed(...query) : refused()));
    await world.play();
    isEnabled = true;
    const reports = [await world.announce(...world.digests.map(({ key }) => key))];
    expect(sumOf(reports)).toMatchObject({ digestsVerified: 4, digestsRefused: 0, filesVerified: 8 });
    expect(world.findings()).toEqual(['DigestsNotVerified ']);
  });

  it.each([
    ['walk', 'walkBack', 1],
    ['comparison of a day', 'compareDay', 5],
  ])('are reported if a %s finds them', async (_what, task, digestsRefused) => {
    let isEnabled = true;
    const world = createRefusedWorld(24, (...query) => (isEnabled ? listed(...query) : refused()));
    for (const hour of [0, 23]) await world.announce(world.digests[hour]?.key as string);
    world.queue.sent.splice(0, Infinity, ...world.queue.sent.filter(({ body }) => body.includes(task)));
    isEnabled = false;
    const reports = await world.receiveOwn(world.ports);
    expect(sumOf(reports)).toMatchObject({ digestsRefused, messagesSent: 0 });
    expect(world.findings()).toEqual(['DigestsNotVerified ']);
    expect(world.logged('digest_not_verified')).toHaveLength(digestsRefused);
  });
});

it('a region that refuses the account is asked again after five minutes, not for each digest', async () => {
  const world = createVerificationWorld();
  const answers = [refused, refused, async () => [publicKeyList([createSigningKey('us-east-1')])]];
  const keys = createKeyRing(async () => (answers.shift() ?? refused)(), world.clock);
  const range = { fromMs: 0, untilMs: HOUR_MS };
  for (let digest = 0; digest < 3; digest++) await expect(keys(REGION, range, 'x')).rejects.toThrow(REASON);
  expect(answers).toHaveLength(2);
  world.clock.advance(5 * 60_000);
  await expect(keys(REGION, range, 'x')).rejects.toThrow(REASON);
  world.clock.advance(5 * 60_000);
  expect(await keys(REGION, range, 'x')).toHaveLength(1);
});
