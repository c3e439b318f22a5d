// Durations as text, as settings contain them. In: milliseconds. Out: text such as `7d`.

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** A duration in the largest unit that divides it: `90m`, `7d`. */
export function durationText(ms: number): string {
  const [unit, factor] = UNITS.find(([, one]) => ms > 0 && ms % one === 0) ?? ['s', 1_000];
  return `${ms / factor}${unit}`;
}
