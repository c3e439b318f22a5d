import { describe, expect, it } from 'vitest';
import { DAY_MS, type Day, dayToCompare, HOUR_MS, isOfDay, mustBeListed } from './day.ts';

const START_MS = Date.UTC(2024, 2, 2);
const PREFIX = 'AWSLogs/111122223333/';
const DAY: Day = { startMs: START_MS, prefix: PREFIX, region: 'us-east-1' };
const MINUTE_MS = 60_000;

describe('a key', () => {
  it.each([
    [`${PREFIX}CloudTrail/us-east-1/2024/03/02/x.json.gz`, true],
    [`${PREFIX}CloudTrail-Insight/us-east-1/2024/03/02/x.json.gz`, true],
    [`${PREFIX}CloudTrail/us-east-1/2024/03/02/below/x.json.gz`, true],
    [`${PREFIX}CloudTrail/us-east-1/2024/03/03/x.json.gz`, false],
    [`${PREFIX}CloudTrail/us-east-2/2024/03/02/x.json.gz`, false],
    [`${PREFIX}CloudTrail/2024/03/02/x.json.gz`, false],
    ['AWSLogs/444455556666/CloudTrail/us-east-1/2024/03/02/x.json.gz', false],
    [`x${PREFIX}CloudTrail/us-east-1/2024/03/02/x.json.gz`, false],
    ['', false],
  ])('%s is of the day: %s', (key, expected) => {
    expect(isOfDay(key, DAY)).toBe(expected);
  });

  it.each([
    `${PREFIX}CloudTrail/us-east-1/2024/03/02/x.json.gz`,
    `${PREFIX}CloudTrail-Digest/us-east-1/x.json.gz`,
    'x.json.gz',
  ])('%s is not that of a digest, so no day is to be compared', (key) => {
    expect(dayToCompare(key, START_MS)).toBeNull();
  });
});

describe('a log file of the day', () => {
  const covered = [{ fromMs: START_MS, untilMs: START_MS + 12 * HOUR_MS }];

  it.each<[what: string, arrivedMs: number | null, expected: boolean]>([
    ['without a time', null, true],
    ['of more than an hour before the day', START_MS - HOUR_MS - 1, true],
    ['of the hour before the day, which its digests may not list', START_MS - HOUR_MS, false],
    ['of the first minutes, which the digest before may list', START_MS + 10 * MINUTE_MS - 1, false],
    ['of the time that is covered', START_MS + 10 * MINUTE_MS, true],
    ['an hour before the end of what is covered', START_MS + 11 * HOUR_MS, true],
    ['of the last hour of what is covered, which a later digest may list', START_MS + 11 * HOUR_MS + 1, false],
    ['of the last hour of the day, which is not covered', START_MS + DAY_MS - MINUTE_MS, false],
    ['of the hour after the day', START_MS + DAY_MS + HOUR_MS - 1, false],
    ['of more than an hour after the day', START_MS + DAY_MS + HOUR_MS, true],
  ])('%s', (_what, arrivedMs, expected) => {
    expect(mustBeListed('x.json.gz', arrivedMs, DAY, covered)).toBe(expected);
  });

  it('must not be listed if it has another name than log files', () => {
    expect(mustBeListed('readme.txt', null, DAY, covered)).toBe(false);
  });
});
