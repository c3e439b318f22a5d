// How often the public keys are listed.

import { expect, it } from 'vitest';
import { createManualClock } from '../../src/adapters/memory/clock.ts';
import { createKeyRing } from '../../src/app/verification/key-ring.ts';
import { createSigningKey, HOUR_MS, publicKeyList } from '../digests/trail-world.ts';

const NOW_MS = Date.UTC(2024, 2, 2);
const KEYS = [createSigningKey('us-east-1'), createSigningKey('us-east-1')];
const RANGE = { fromMs: NOW_MS - HOUR_MS, untilMs: NOW_MS };

function createRing() {
  const clock = createManualClock(NOW_MS);
  const queries: { region: string; fromMs: number; untilMs: number }[] = [];
  const known = [KEYS[0]];
  const keys = createKeyRing(async (query) => {
    queries.push(query);
    return [publicKeyList(known as never)];
  }, clock);
  const first = KEYS[0]?.fingerprint as string;
  return { clock, queries, known, keys, first, second: KEYS[1]?.fingerprint as string };
}

it('keys are listed once for each region, for a walk of seven days, and again after six hours', async () => {
  const { clock, queries, keys, first } = createRing();
  for (const region of ['a', 'b', 'a', 'b']) await keys(region, RANGE, first);
  await keys('a', { ...RANGE, fromMs: NOW_MS - 7 * 24 * HOUR_MS }, first);
  const query = { fromMs: NOW_MS - HOUR_MS - 8 * 24 * HOUR_MS, untilMs: NOW_MS };
  expect(queries).toEqual(['a', 'b'].map((region) => ({ region, ...query })));
  clock.advance(6 * HOUR_MS);
  await keys('a', RANGE, first);
  expect(queries).toHaveLength(2);
  clock.advance(1);
  await keys('a', RANGE, first);
  expect(queries).toHaveLength(3);
});

it('keys are listed again for a time before that of the known ones, however long ago it was', async () => {
  const { queries, keys, first } = createRing();
  const old = { fromMs: NOW_MS - 30 * 24 * HOUR_MS, untilMs: NOW_MS - 29 * 24 * HOUR_MS };
  for (const range of [RANGE, old, old, RANGE]) await keys('a', range, first);
  expect(queries.map(({ fromMs }) => fromMs)).toEqual([RANGE, old].map((range) => range.fromMs - 8 * 24 * HOUR_MS));
});

it('keys are listed again for a fingerprint that is not known, but not for each digest', async () => {
  const { clock, queries, known, keys, first, second } = createRing();
  await keys('a', RANGE, first);
  clock.advance(5 * 60_000 - 1);
  await keys('a', RANGE, second);
  expect(queries).toHaveLength(1);
  clock.advance(1);
  known.push(KEYS[1]);
  expect(await keys('a', RANGE, second)).toHaveLength(2);
  clock.advance(5 * 60_000);
  for (const fingerprint of [first, second]) await keys('a', RANGE, fingerprint);
  expect(queries).toHaveLength(2);
});

const [KEY] = (publicKeyList(KEYS) as { PublicKeyList: readonly object[] }).PublicKeyList;

it.each<[what: string, answer: unknown]>([
  ['text', 'nothing'],
  ['nothing', null],
  ['no list', {}],
  ['a list of nothing', { PublicKeyList: [null] }],
  ['a list of text', { PublicKeyList: ['key'] }],
  ['a list in a list', { PublicKeyList: { 0: KEY } }],
  ...['Value', 'Fingerprint', 'ValidityStartTime', 'ValidityEndTime'].map((field): [string, unknown] => [
    `a key without ${field}`,
    { PublicKeyList: [KEY, { ...KEY, [field]: undefined }] },
  ]),
])('%s instead of keys is a transient fault, and is not kept', async (_what, answer) => {
  const answers = [answer, publicKeyList(KEYS)];
  const keys = createKeyRing(async () => [answers.shift()], createManualClock(NOW_MS));
  await expect(keys('a', RANGE, 'x')).rejects.toMatchObject({ kind: 'transient', code: 'unexpected_answer' });
  expect(await keys('a', RANGE, 'x')).toHaveLength(2);
});
