// Log files of a day that are not in the folder of the usual ones, such as those of Insights.

import { describe, expect, it } from 'vitest';
import type { Verification } from '../../src/app/verification/verification.ts';
import { sha256 } from '../../src/core/digests/signature.ts';
import { recoveryMessage } from '../../src/core/sources/recovery.ts';
import { HOUR_MS, type Written, writeTrail } from '../digests/trail-world.ts';
import { batch } from '../pipeline/payloads.ts';
import { createVerificationWorld, LOGS, nameOf, signAgain } from './verification-world.ts';

const DAY_MS = Date.UTC(2024, 2, 2);
const FOLDER = 'AWSLogs/111122223333/CloudTrail-Insight/us-east-1/2024/03/02';
const LISTED = `${FOLDER}/111122223333_CloudTrail-Insight_us-east-1_20240302T0510Z_listed.json.gz`;
const CONTENT = Buffer.from(JSON.stringify({ Records: [] }));

/** A world in which a log file of Insights was read that a digest lists. `compare` compares its day. */
async function createWorldWithInsights() {
  // The day is compared at most 19 hours after its end.
  const world = createVerificationWorld({ startMs: DAY_MS - 3 * HOUR_MS, hours: 47, filesPerHour: () => 0 });
  const hour = { startMs: DAY_MS + 5 * HOUR_MS, hours: 1 };
  const [digest] = writeTrail(world.buckets, { ...world.options, ...hour, trail: 'insights' }) as [Written];
  const listed = { s3Bucket: LOGS, s3Object: LISTED, hashValue: sha256(CONTENT), hashAlgorithm: 'SHA-256' };
  signAgain(world, digest.key, { logFiles: [listed] });
  world.buckets.put(LOGS, LISTED, CONTENT);
  await world.announce(LISTED);
  const day = { kind: 'day', bucket: LOGS, key: world.digests.at(-1)?.key as string } as const;
  return {
    ...world,
    async compare(verification: Partial<Verification> = {}) {
      const ports = { verification: { ...world.verification, ...verification } };
      return (await world.invoke(batch(recoveryMessage(day)), ports)).counters.verification;
    },
  };
}

describe('a log file of Insights', () => {
  it('that is there is not reported as removed', async () => {
    const world = await createWorldWithInsights();
    expect(await world.compare()).toMatchObject({ daysCompared: 1, filesRemoved: 0 });
    expect(world.findings()).toEqual([]);
  });

  it('that was removed after it was read is reported, with its bucket and its day', async () => {
    const world = await createWorldWithInsights();
    world.buckets.remove({ bucket: LOGS, key: LISTED });
    expect(await world.compare()).toMatchObject({ daysCompared: 1, filesRemoved: 1 });
    expect(world.findings()).toEqual([`LogFilesRemoved ${nameOf(LISTED)} x1`]);
    expect(world.channel().posts.at(-1)?.message.notice).toMatchObject({
      alert: {
        record: {
          recipientAccountId: '111122223333',
          awsRegion: 'us-east-1',
          eventTime: '2024-03-03T00:00:00Z',
          additionalEventData: { bucketName: LOGS, from: '2024-03-02T00:00:00Z', until: '2024-03-03T00:00:00Z' },
        },
      },
    });
  });

  it('that no digest lists is not suspected', async () => {
    const world = await createWorldWithInsights();
    world.buckets.put(LOGS, LISTED.replace('listed', 'other'), CONTENT);
    await world.compare();
    expect(world.logged('day_compared').at(-1)?.fields).toMatchObject({ suspected: 0 });
  });

  it('is compared with the digests of its day and of the two hours after it, and no others', async () => {
    const world = await createWorldWithInsights();
    const read: string[] = [];
    const digests: Verification['digests'] = {
      async read(location) {
        read.push(location.key);
        return world.verification.digests.read(location);
      },
    };
    await world.compare({ digests });
    const ofTrail = world.digests.filter(({ endMs }) => endMs >= DAY_MS && endMs < DAY_MS + 26 * HOUR_MS);
    expect(read.filter((key) => !key.includes('_insights_'))).toEqual(ofTrail.map(({ key }) => key));
  });

  it('is not compared while it is not known what was read', async () => {
    const world = await createWorldWithInsights();
    world.buckets.remove({ bucket: LOGS, key: LISTED });
    expect(await world.compare({ runningSinceMs: async () => null })).toMatchObject({ filesRemoved: 0 });
  });
});
