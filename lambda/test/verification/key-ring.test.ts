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
  expect(queries.map(({ region }) => region)).toEqual(['a', 'b']);
  clock.advance(6 * HOUR_MS + 1);
  await keys('a', RANGE, first);
  expect(queries).toHaveLength(3);
});

it('keys are listed again for a fingerprint that is not known, but not for each digest', async () => {
  const { clock, queries, known, keys, first, second } = createRing();
  await keys('a', RANGE, first);
  await keys('a', RANGE, second);
  expect(queries).toHaveLength(1);
  clock.advance(5 * 60_000);
  known.push(KEYS[1]);
  expect(await keys('a', RANGE, second)).toHaveLength(2);
  await keys('a', RANGE, second);
  expect(queries).toHaveLength(2);
});

it('an answer without keys is a transient fault, and is not kept', async () => {
  const answers = ['nothing', publicKeyList(KEYS)];
  const keys = createKeyRing(async () => [answers.shift()], createManualClock(NOW_MS));
  await expect(keys('a', RANGE, 'x')).rejects.toMatchObject({ kind: 'transient', code: 'unexpected_answer' });
  expect(await keys('a', RANGE, 'x')).toHaveLength(2);
});
