// Durations as settings, case files and Sigma rules contain them. In: text such as `10m`. Out: milliseconds, and back.

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

const PART = /(\d{1,9})([smhd])/g;

/** The milliseconds of a whole number with a unit: s, m, h or d. Null for any other text. */
export function parseDuration(text: string): number | null {
  return /^\d+[smhd]$/.test(text) ? parseDurations(text) : null;
}

/** The milliseconds of durations one after the other, such as `1h30m`. Null for any other text. */
export function parseDurations(text: string): number | null {
  if (text.replace(PART, '') !== '' || text === '') return null;
  return [...text.matchAll(PART)].reduce((sum, [, number, unit]) => sum + Number(number) * factorOf(unit), 0);
}

function factorOf(unit: string | undefined): number {
  return UNITS.find(([name]) => name === unit)?.[1] ?? Number.NaN;
}

/** A duration in the largest unit that divides it: `90m`, `7d`. */
export function durationText(ms: number): string {
  const [unit, factor] = UNITS.find(([, one]) => ms > 0 && ms % one === 0) ?? ['s', 1_000];
  return `${ms / factor}${unit}`;
}

/** A duration in all units that it has, to the second: `1h30m`, `0s`. */
export function durationsText(ms: number): string {
  let rest = Math.round(ms / 1_000) * 1_000;
  const parts = UNITS.map(([unit, factor]) => {
    const number = Math.floor(rest / factor);
    rest -= number * factor;
    return number === 0 ? '' : `${number}${unit}`;
  });
  return parts.join('') || '0s';
}
