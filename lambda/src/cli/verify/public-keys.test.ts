// How often CloudTrail is asked for public keys, and for which time.

import { describe, expect, it } from 'vitest';
import type { KeyQuery } from '../../app/verification/verification-port.ts';
import { keysOfCloudTrail } from './public-keys.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.UTC(2024, 5, 1);
const key = (fromMs: number, untilMs: number) => ({
  Value: 'AAAA',
  Fingerprint: `${fromMs}`,
  ValidityStartTime: fromMs / 1000,
  ValidityEndTime: untilMs / 1000,
});

function ring(keys: readonly object[] = []) {
  const queries: KeyQuery[] = [];
  const list = async (query: KeyQuery) => {
    queries.push(query);
    return [{ PublicKeyList: keys }];
  };
  return { queries, keys: keysOfCloudTrail(list, NOW_MS) };
}

const hourAt = (ms: number) => ({ fromMs: ms, untilMs: ms + 3 * HOUR_MS });

describe('the public keys of CloudTrail', () => {
  it('are asked for once in two months, for each region', async () => {
    const { queries, keys } = ring();
    for (let day = 0; day < 59; day++) await keys('us-east-1', hourAt(NOW_MS - (100 - day) * DAY_MS));
    expect(queries.map(({ region }) => region)).toEqual(['us-east-1']);
    await keys('us-east-1', hourAt(NOW_MS - 30 * DAY_MS));
    await keys('eu-west-1', hourAt(NOW_MS - 30 * DAY_MS));
    expect(queries.map(({ region }) => region)).toEqual(['us-east-1', 'us-east-1', 'eu-west-1']);
  });

  it('are asked for once for the newest digests, too, and not for a time to come', async () => {
    const { queries, keys } = ring();
    for (let hour = 5; hour > 0; hour--) await keys('us-east-1', hourAt(NOW_MS - hour * HOUR_MS));
    expect(queries).toEqual([{ region: 'us-east-1', fromMs: NOW_MS - 5 * HOUR_MS - DAY_MS, untilMs: NOW_MS }]);
  });

  it('are asked for once if several digests need them at the same time', async () => {
    const { queries, keys } = ring();
    await Promise.all([1, 2, 3].map(() => keys('us-east-1', hourAt(NOW_MS - DAY_MS))));
    expect(queries).toHaveLength(1);
  });

  it('are those that were valid at the time', async () => {
    const from = NOW_MS - 90 * DAY_MS;
    const { keys } = ring([key(from, from + 30 * DAY_MS), key(from + 29 * DAY_MS, from + 60 * DAY_MS)]);
    const at = async (day: number) => (await keys('us-east-1', hourAt(from + day * DAY_MS))).length;
    expect([await at(1), await at(29.5), await at(40), await at(70)]).toEqual([1, 2, 1, 0]);
  });

  it('are an error that says how to list them, if CloudTrail answers something else', async () => {
    const keys = keysOfCloudTrail(async () => [{}], NOW_MS);
    await expect(keys('us-east-1', hourAt(NOW_MS - DAY_MS))).rejects.toMatchObject({
      name: 'CliError',
      message: expect.stringMatching(
        /did not answer with public keys.*aws cloudtrail list-public-keys --region us-east-1/,
      ),
    });
  });
});
