// The key of the digest of the hour before.

import { describe, expect, it } from 'vitest';
import { hourBefore } from './digest-key.ts';

const FOLDER = 'p/AWSLogs/o-1/111122223333/CloudTrail-Digest/us-east-2/';
const NAME = '111122223333_CloudTrail-Digest_us-east-2_a_b.c_us-east-2_';

describe('the digest of the hour before', () => {
  it.each([
    [`${FOLDER}2015/08/17/${NAME}20150817T150131Z.json.gz`, `${FOLDER}2015/08/17/${NAME}20150817T140131Z.json.gz`],
    [`${FOLDER}2016/01/01/${NAME}20160101T000131Z.json.gz`, `${FOLDER}2015/12/31/${NAME}20151231T230131Z.json.gz`],
    [`${NAME}20150817T150131Z.json.gz`, `${NAME}20150817T140131Z.json.gz`],
  ])('of %s has its name and folder', (key, before) => {
    expect(hourBefore(key)).toBe(before);
  });

  it.each([`${FOLDER}2015/08/17/${NAME}20150817T150131Z_backfill.json.gz`, 'a.json.gz'])(
    'of %s is not known',
    (key) => {
      expect(hourBefore(key)).toBeNull();
    },
  );
});
