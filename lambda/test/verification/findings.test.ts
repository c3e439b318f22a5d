// What each finding says: which account, region and time it is about, and the details that rules, sentences and people read.

import { expect, it } from 'vitest';
import type { Written } from '../digests/trail-world.ts';
import { aRecord } from '../pipeline/payloads.ts';
import { alter, createVerificationWorld, LOGS } from './verification-world.ts';

const timeOf = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

it('a finding about a log file or a digest names the object, its trail, its account and its hours', async () => {
  const world = createVerificationWorld({ hours: 8, homeRegion: 'eu-west-1' });
  const [compared, late, invalid, gone, lastGone] = [1, 2, 3, 5, 6].map((hour) => world.digests[hour] as Written) as [
    ...[Written, Written, Written, Written, Written],
  ];
  const [missing = '', altered = ''] = compared.logFiles;
  for (const key of [missing, gone.key, lastGone.key]) world.buckets.remove({ bucket: LOGS, key });
  alter(world.buckets, altered, { Records: [aRecord()] });
  alter(world.buckets, invalid.key, {});
  for (const { key, logFiles } of world.digests) await world.announce(...(key === late.key ? [] : logFiles), key);
  await world.receiveOwn();
  const found = world.channel().posts.flatMap(({ message: { notice, details } }) => {
    if (notice.kind !== 'alert' || details || notice.alert.rule.name !== 'finding') return [];
    const { eventName, eventTime, recipientAccountId, awsRegion, additionalEventData } = notice.alert.record;
    return [[eventName, [eventTime, recipientAccountId, awsRegion], additionalEventData]];
  });
  const expected: [name: string, digest: Written, details: object][] = [
    ['LogFileMissing', compared, { key: missing, digestKey: compared.key }],
    ['LogFileAltered', compared, { key: altered, digestKey: compared.key }],
    ['LogFilesReadLate', late, { key: late.key, count: 2, from: timeOf(late.startMs), until: timeOf(late.endMs) }],
    ['DigestInvalid', invalid, { key: invalid.key, reason: 'it is not a gzipped digest' }],
    [
      'DigestMissing',
      lastGone,
      { key: lastGone.key, count: 2, from: timeOf(gone.startMs), until: timeOf(lastGone.endMs) },
    ],
  ];
  const about = ({ endMs }: Written) => [timeOf(endMs), '111122223333', 'us-east-1'];
  const trail = { trailName: 'main', bucketName: LOGS };
  expect(Object.fromEntries(found.map(([name, ...rest]) => [name, rest]))).toEqual(
    Object.fromEntries(expected.map(([name, digest, details]) => [name, [about(digest), { ...trail, ...details }]])),
  );
  expect(found).toHaveLength(expected.length);
});
