// Which histories a test plays. HISTORIES sets their number, SEED replays one of them.

const { HISTORIES, SEED } = process.env;

/** Whether one history is replayed, so that nothing can be said about all of them together. */
export const isReplay = SEED !== undefined;

/** The seeds of `count` histories, or of one in `share` of HISTORIES. */
export function seedsOf(count: number, share = 1): readonly number[] {
  return isReplay
    ? [Number(SEED)]
    : seedsFrom(1, HISTORIES === undefined ? count : Math.ceil(Number(HISTORIES) / share));
}

/** So many seeds from the first one on. */
export function seedsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** How to replay a history of a test file. */
export function replayOf(seed: number, test: string): string {
  return `replay: SEED=${seed} npx vitest run lambda/test/simulation/${test}.test.ts`;
}

/** Throws unless one of some histories finds what is expected. */
export async function expectFound<K extends string>(
  play: (seed: number) => Promise<Readonly<Record<K, readonly unknown[]>>>,
  expected: K,
  seeds: readonly number[],
): Promise<void> {
  for (const seed of seeds) if ((await play(seed))[expected].length > 0) return;
  throw new Error(`${seeds.length} histories, and none found anything ${expected}`);
}
