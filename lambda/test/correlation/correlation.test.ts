// Slow: takes more than its share of the unit tests.
// Correlations keep their invariants in random histories of shuffled, repeated, concurrent and crashing deliveries. The histories and
// the oracle are tested with sabotage, which they must detect. HISTORIES=10000 makes the run long.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORRELATION_TYPES } from '../../src/core/correlation/correlation.ts';
import { historyOf } from './arbitrary-history.ts';
import { FLAWLESS, judge } from './oracle.ts';
import { play } from './play.ts';
import { SABOTAGE } from './sabotage.ts';

const numRuns = Number(process.env.HISTORIES ?? 300);

describe('correlation', () => {
  it.each(CORRELATION_TYPES)(
    'of type %s is sound, complete, sent once and idempotent',
    (type) => {
      fc.assert(
        fc.property(historyOf(type), (history) => {
          expect(judge(play(history))).toEqual(FLAWLESS);
        }),
        { numRuns },
      );
    },
    3_600_000,
  );

  it.each(CORRELATION_TYPES)('of type %s alerts in many histories', (type) => {
    const played = fc.sample(historyOf(type), { numRuns: 100, seed: 1 }).map((history) => play(history));
    expect(played.filter(({ sent }) => sent.length > 0).length).toBeGreaterThan(30);
  });
});

describe('the simulation of correlations', () => {
  it.each(SABOTAGE)(
    'notices that $title',
    ({ type, expected, sabotage }) => {
      const isUnnoticed = fc.property(
        historyOf(type),
        (history) => judge(play(history, sabotage))[expected].length === 0,
      );
      expect(fc.check(isUnnoticed, { numRuns: 3_000, seed: 7, endOnFailure: true }).failed).toBe(true);
    },
    60_000,
  );
});
