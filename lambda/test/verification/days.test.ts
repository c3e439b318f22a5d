// A day that has ended is compared once more: what was removed after it was read, and what no digest lists.

import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/app/ports.ts';
import { DAY_MAX } from '../../src/app/verification/compare-day.ts';
import type { Verification } from '../../src/app/verification/verification.ts';
import type { Folders } from '../../src/app/verification/verification-port.ts';
import { dayToCompare } from '../../src/core/digests/day.ts';
import { recoveryMessage } from '../../src/core/sources/recovery.ts';
import { HOUR_MS, writeTrail } from '../digests/trail-world.ts';
import { aRecord, batch } from '../pipeline/payloads.ts';
import { created, createVerificationWorld, LOGS, nameOf, sumOf, type VerificationWorld } from './verification-world.ts';

const DAY = '2024/03/02';
const DAY_MS = Date.UTC(2024, 2, 2);
const PREFIX = 'AWSLogs/111122223333/';
const FOLDER = `${PREFIX}CloudTrail/us-east-1/${DAY}`;
// How many hours after its end the day is compared.
const WAIT = [...Array(24).keys()].find(isDueAfter) as number;
// From 21:01:31 of the day before. The last digest is the one with which the next day is compared.
const CLOSING = 3 + 24 + WAIT;
const TRAIL = { startMs: DAY_MS - 3 * HOUR_MS + 91_000, filesPerHour: () => 1, recordsOf: () => [] };
const WHOLE_DAY = { ...TRAIL, hours: CLOSING + 1 };
const TWO_DAYS = { ...TRAIL, hours: CLOSING + 1 + 24 };

function isDueAfter(hours: number): boolean {
  const key = `${PREFIX}CloudTrail-Digest/us-east-1/${DAY}/x`;
  return dayToCompare(key, DAY_MS + (24 + hours) * HOUR_MS)?.startMs === DAY_MS;
}

/** Which digest the day is compared with. */
function closingOf({ digests }: VerificationWorld): number {
  return digests.findIndex(({ endMs }) => endMs > DAY_MS + (24 + WAIT) * HOUR_MS);
}

interface Settings {
  readonly trail?: Parameters<typeof createVerificationWorld>[0];
  readonly verification?: (world: VerificationWorld) => Partial<Verification>;
}

/** A world in which everything was read until the digest with which the day is compared. `end` reads that one, `endNext` the rest. */
async function afterTheDay({ trail, verification = () => ({}) }: Settings = {}) {
  const world = createVerificationWorld({ ...WHOLE_DAY, ...trail });
  const ports = { verification: { ...world.verification, ...verification(world) } };
  const closing = closingOf(world);
  const announce = (...keys: string[]) => world.invoke(batch(...keys.map(created)), ports);
  const read = async (from: number, until: number) => {
    const reports = [];
    for (const { key, logFiles } of world.digests.slice(from, until))
      reports.push(await announce(...logFiles), await announce(key));
    reports.push(...(await world.receiveOwn(ports)));
    expect(reports.flatMap(({ retries }) => retries)).toEqual([]);
    return sumOf(reports);
  };
  world.clock.advance((world.digests[closing]?.endMs ?? 0) - (world.digests.at(-1)?.endMs ?? 0));
  await read(0, closing);
  expect(world.findings()).toEqual([]);
  const remove = (key: string) => world.buckets.remove({ bucket: LOGS, key });
  const endNext = async () => {
    world.clock.advance(24 * HOUR_MS);
    return read(closing + 1, world.digests.length);
  };
  return {
    ...world,
    announce,
    remove,
    closing,
    end: () => read(closing, closing + 1),
    endNext,
    file: (hour: number) => world.digests[hour]?.logFiles[0] as string,
  };
}

describe('a day that has ended', () => {
  it('is compared once, and nothing is reported if nothing is wrong', async () => {
    const world = await afterTheDay();
    expect(await world.end()).toMatchObject({ daysCompared: 1, filesRemoved: 0, filesUnlisted: 0, messagesSent: 1 });
    expect(world.findings()).toEqual([]);
  });

  it('reports log files that were removed after they were read, together', async () => {
    const world = await afterTheDay();
    for (const hour of [7, 5, 20]) world.remove(world.file(hour));
    expect(await world.end()).toMatchObject({ filesRemoved: 3, filesMissing: 0 });
    expect(world.findings()).toEqual([`LogFilesRemoved ${nameOf(world.file(5))} x3`]);
  });

  it('reports the first and the last log file of the day, and none of another day', async () => {
    const world = await afterTheDay();
    const inDay = [...Array(30).keys()].filter((hour) => world.file(hour).includes(DAY));
    expect([inDay.at(0), inDay.at(-1)]).toEqual([3, 26]);
    for (const hour of [2, 3, 26, 27]) world.remove(world.file(hour));
    expect(await world.end()).toMatchObject({ filesRemoved: 2 });
  });

  it('reports the same once, however often it is compared', async () => {
    const world = await afterTheDay();
    world.remove(world.file(9));
    await world.end();
    const day = { kind: 'day', bucket: LOGS, key: world.digests[world.closing]?.key as string } as const;
    await world.invoke(batch(recoveryMessage(day)));
    expect(world.findings()).toEqual([`LogFilesRemoved ${nameOf(world.file(9))} x1`]);
  });

  it('leaves out what was reported as missing, because it was gone before it was read', async () => {
    const world = createVerificationWorld(WHOLE_DAY);
    const lost = world.digests[9]?.logFiles[0] as string;
    world.buckets.remove({ bucket: LOGS, key: lost });
    for (const { key, logFiles } of world.digests) await world.announce(...logFiles.filter((one) => one !== lost), key);
    await world.receiveOwn();
    expect(world.findings()).toEqual([`LogFileMissing ${nameOf(lost)}`]);
  });

  it('reports what was removed after it was read, however many log files before it were gone already', async () => {
    // Six hours with 200 log files each, every five minutes: all are of the day.
    const isLost = (hour: number) => hour >= 3 && hour < 9;
    const world = createVerificationWorld({ ...WHOLE_DAY, filesPerHour: (hour) => (isLost(hour) ? 200 : 1) });
    const removed = world.digests[26]?.logFiles[0] as string;
    const lost = world.digests.filter((_, hour) => isLost(hour)).flatMap(({ logFiles }) => logFiles);
    expect(lost.filter((key) => key < removed).length).toBeGreaterThan(DAY_MAX.missing);
    for (const key of lost) world.buckets.remove({ bucket: LOGS, key });
    for (const [hour, { key, logFiles }] of world.digests.entries()) {
      if (hour === closingOf(world)) world.buckets.remove({ bucket: LOGS, key: removed });
      await world.announce(...(isLost(hour) ? [] : logFiles), key);
    }
    await world.receiveOwn();
    expect(world.findings()).toContain(`LogFilesRemoved ${nameOf(removed)} x1`);
  });

  it('leaves out what is not read yet', async () => {
    const world = createVerificationWorld(WHOLE_DAY);
    const lost = world.digests[9]?.logFiles[0] as string;
    world.buckets.remove({ bucket: LOGS, key: lost });
    for (const { key, logFiles } of world.digests.slice(0, 30)) await world.announce(...logFiles, key);
    world.queue.sent.splice(0);
    const day = { kind: 'day', bucket: LOGS, key: world.digests.at(-1)?.key as string } as const;
    const { counters } = await world.invoke(batch(recoveryMessage(day)));
    expect(counters.verification).toMatchObject({ daysCompared: 1, filesRemoved: 0 });
  });

  it('reports digests that were removed after they were read, in a row as one', async () => {
    const world = await afterTheDay();
    for (const hour of [6, 7, 15]) world.remove(world.digests[hour]?.key as string);
    await world.end();
    const [two, one] = [7, 15].map((hour) => nameOf(world.digests[hour]?.key ?? ''));
    expect(world.findings().sort()).toEqual([`DigestMissing ${two} x2`, `DigestMissing ${one} x1`].sort());
  });

  it('counts the missing digests of a trail by the others of that trail, whatever other trails have its name', async () => {
    const world = await afterTheDay();
    writeTrail(world.buckets, { ...world.options, homeRegion: 'eu-west-1' });
    const [one = '', last = ''] = world.digests.slice(6, 8).map(({ key }) => key);
    for (const key of [one, last]) world.remove(key);
    await world.end();
    expect(world.findings()).toEqual([`DigestMissing ${nameOf(last)} x2`]);
  });

  it('is compared although the digest that was to start it is removed', async () => {
    const world = await afterTheDay({ trail: { hours: CLOSING + 3 } });
    world.remove(world.file(9));
    world.remove(world.digests[world.closing]?.key as string);
    await world.announce(world.digests.at(-1)?.key as string);
    expect(sumOf(await world.receiveOwn())).toMatchObject({ daysCompared: 1, filesRemoved: 1 });
  });

  it('is compared at most 20 hours after its end, and not together with those of other regions', () => {
    const regions = ['us-east-1', 'us-east-2', 'us-west-1', 'eu-west-1', 'eu-central-1', 'ap-south-1'];
    const accounts = Array.from({ length: 200 }, (_, index) => String(123_456_789_012 + 7_919_000_003 * index));
    const waits = accounts.flatMap((account) =>
      regions.map((region) => {
        const key = `AWSLogs/o-abc/${account}/CloudTrail-Digest/${region}/${DAY}/x`;
        const isDue = (hours: number) => dayToCompare(key, DAY_MS + (24 + hours) * HOUR_MS)?.startMs === DAY_MS;
        return [...Array(48).keys()].find(isDue) ?? 48;
      }),
    );
    expect([Math.min(...waits), Math.max(...waits)]).toEqual([3, 19]);
    for (let hours = 3; hours < 20; hours++)
      expect(waits.filter((wait) => wait === hours).length).toBeLessThan((2 * waits.length) / 17);
  });
});

const FORGED = Buffer.from(JSON.stringify({ Records: [aRecord({ eventID: 'forged' })] }));

describe('a log file that no digest lists', () => {
  it.each([
    ['with a usual name', `${FOLDER}/111122223333_CloudTrail_us-east-1_20240302T1111Z_forged.json.gz`],
    ['without a time', `${FOLDER}/forged.json.gz`],
    ['with a time of another day', `${FOLDER}/111122223333_CloudTrail_us-east-1_20200101T0000Z_forged.json.gz`],
    ['in a folder below', `${FOLDER}/x/111122223333_CloudTrail_us-east-1_20240302T0100Z_forged.json.gz`],
  ])('and that is %s is reported when its day is compared again', async (_what, key) => {
    const world = await afterTheDay({ trail: TWO_DAYS });
    world.buckets.put(LOGS, key, FORGED);
    await world.announce(key);
    expect(world.delivered()).toContain('forged');
    expect(await world.end()).toMatchObject({ daysCompared: 1, filesUnlisted: 0, filesRemoved: 0 });
    expect(world.findings()).toEqual([]);
    expect(await world.endNext()).toMatchObject({ daysCompared: 1, filesUnlisted: 1 });
    expect(world.findings()).toEqual([`LogFilesUnlisted ${nameOf(key)} x1`]);
  });

  it('is not reported if a backfill digest lists it by the next day', async () => {
    const world = await afterTheDay({ trail: TWO_DAYS });
    const late = { ...world.options, startMs: DAY_MS + 5 * HOUR_MS, hours: 1, backfillAfterMs: 30 * HOUR_MS };
    const [backfill] = writeTrail(world.buckets, late);
    const { bytes, metadata } = world.buckets.get(LOGS, backfill?.key ?? '');
    world.remove(backfill?.key ?? '');
    for (const key of backfill?.logFiles ?? []) await world.announce(key);
    await world.end();
    expect(world.logged('day_compared').at(-1)?.fields).toMatchObject({ suspected: 1, unlisted: 0 });
    world.buckets.put(LOGS, backfill?.key ?? '', bytes, metadata);
    expect(await world.endNext()).toMatchObject({ daysCompared: 1, filesUnlisted: 0 });
    expect(world.findings()).toEqual([]);
  });

  it('is not reported if a digest of another trail lists it, or if it is not a log file', async () => {
    const world = await afterTheDay({ trail: TWO_DAYS });
    writeTrail(world.buckets, { ...world.options, trail: 'second' });
    world.buckets.put(LOGS, `${FOLDER}/readme.txt`, Buffer.from(''));
    await world.end();
    expect(world.logged('day_compared').at(-1)?.fields).toMatchObject({ suspected: 0 });
  });

  it('is not reported if the digests of its hour are not there', async () => {
    const world = await afterTheDay({ trail: { hours: CLOSING - 19, startMs: TRAIL.startMs + 20 * HOUR_MS } });
    writeTrail(world.buckets, { ...world.options, trail: 'second', startMs: TRAIL.startMs, hours: 18 });
    for (const { key } of world.buckets.ofBucket(LOGS).filter(({ key }) => /Digest.*second/.test(key)))
      world.remove(key);
    expect(await world.end()).toMatchObject({ daysCompared: 1 });
    expect(world.logged('day_compared').at(-1)?.fields).toMatchObject({ suspected: 0 });
  });

  it('is looked for again only if there are suspected ones', async () => {
    const prefixes: string[] = [];
    const counting = ({ folders }: Pick<Verification, 'folders'>): Folders => ({
      list(bucket, prefix, page) {
        if (page.next === null) prefixes.push(prefix);
        return folders.list(bucket, prefix, page);
      },
    });
    const world = await afterTheDay({
      trail: TWO_DAYS,
      verification: ({ verification }) => ({ folders: counting(verification) }),
    });
    await world.end();
    await world.endNext();
    expect(prefixes.filter((prefix) => prefix === `${FOLDER}/`)).toHaveLength(1);
  });
});

describe('a day is not compared', () => {
  const end = async (settings: Settings, later = 0) => {
    const world = await afterTheDay(settings);
    world.remove(world.file(9));
    world.clock.advance(later);
    const counts = await world.end();
    return { world, counts, reason: String(world.logged('day_not_compared').at(-1)?.fields.reason) };
  };
  const listing = (list: Folders['list']) => ({ verification: () => ({ folders: { list } }) });

  it('if a lifecycle rule of one day may have removed log files', async () => {
    const { world, counts, reason } = await end({}, 21 * HOUR_MS);
    expect([world.findings(), counts.daysCompared]).toEqual([[], 0]);
    expect(reason).toMatch(/lifecycle/);
  });

  it('if the owner of the bucket does not allow to list it', async () => {
    const denied = new PortError('transient', 'AccessDenied', 'not authorized to perform: s3:ListBucket');
    const { world, counts, reason } = await end(listing(() => Promise.reject(denied)));
    expect([world.findings(), counts.daysCompared]).toEqual([[], 0]);
    expect(reason).toMatch(/s3:ListBucket/);
  });

  it('if it has too many digests', async () => {
    const objects = Array.from({ length: DAY_MAX.digests + 1 }, () => ({ key: 'a' }));
    const { counts, reason } = await end(listing(async () => ({ objects, next: null })));
    expect(counts.daysCompared).toBe(0);
    expect(reason).toMatch(/more than 500 objects/);
  });

  it('as far as it was before verification ran', async () => {
    const { world, counts } = await end({
      verification: () => ({ runningSinceMs: async () => DAY_MS + 12 * HOUR_MS }),
    });
    expect(counts).toMatchObject({ daysCompared: 1, filesRemoved: 0, filesUnlisted: 0 });
    expect(world.findings()).toEqual([]);
  });

  it('because of a message about something else', async () => {
    const { world } = await end({});
    const report = await world.invoke(batch(recoveryMessage({ kind: 'day', bucket: LOGS, key: 'AWSLogs/x.json.gz' })));
    expect(report).toMatchObject({ retries: [], counters: { itemsDropped: 0, verification: { daysCompared: 0 } } });
  });
});

it.each(['digests', 'folders'] as const)('a day whose %s cannot be read now is retried', async (port) => {
  const world = createVerificationWorld({ ...WHOLE_DAY, filesPerHour: () => 0 });
  const later = () => Promise.reject(new PortError('transient', 'SlowDown', 'later'));
  const broken = port === 'digests' ? { digests: { read: later } } : { folders: { list: later } };
  const message = recoveryMessage({ kind: 'day', bucket: LOGS, key: world.digests.at(-1)?.key as string });
  const report = await world.invoke(batch(message), { verification: { ...world.verification, ...broken } });
  expect(report.retries).toMatchObject([{ why: 'failed' }]);
});
