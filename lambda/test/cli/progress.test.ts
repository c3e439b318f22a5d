// The progress of a replay: what it says at which time.

import { describe, expect, it } from 'vitest';
import { createProgressText } from '../../src/cli/replay/progress.ts';

type Step = readonly [nowMs: number, done: number, records: number];

// What the line says after some steps; only the last one is compared.
const after = (of: number, ...steps: readonly Step[]) => {
  const progressText = createProgressText();
  return steps.map(([nowMs, done, records]) => progressText({ nowMs, done, of, records })).at(-1);
};

describe('the progress of a replay', () => {
  it.each<[of: number, steps: readonly Step[], expected: string]>([
    [40, [[0, 0, 0]], '0 of 40 files, 0 records'],
    [40, [[9_000, 1, 50]], '1 of 40 files, 50 records'],
    [
      40,
      [
        [9_000, 1, 50],
        [9_900, 9, 450],
      ],
      '9 of 40 files, 450 records',
    ],
    [
      1_240,
      [
        [9_000, 40, 1_000],
        [11_000, 240, 201_000],
      ],
      '240 of 1,240 files, 201,000 records, 100,000 records/s, 10 s left',
    ],
    [
      102,
      [
        [0, 1, 1],
        [1_000, 2, 1],
      ],
      '2 of 102 files, 1 record, 1 min 40 s left',
    ],
    [
      7_202,
      [
        [0, 1, 0],
        [1_000, 2, 1],
      ],
      '2 of 7,202 files, 1 record, 2 h 0 min left',
    ],
    [
      4,
      [
        [0, 1, 1],
        [1_000, 4, 4],
      ],
      '4 of 4 files, 4 records, 3 records/s, 0 s left',
    ],
    [
      1,
      [
        [0, 1, 1],
        [5_000, 1, 1],
      ],
      '1 of 1 file, 1 record',
    ],
  ])(
    'says no rate before there is something to base it on, and leaves out the start: %i files, %j',
    (of, steps, expected) => {
      expect(after(of, ...steps)).toBe(expected);
    },
  );
});
