// Durations in settings. In: text such as `10m`. Out: milliseconds.

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The milliseconds of a whole number with a unit: s, m, h or d. Null for any other text. */
export function parseDuration(text: string): number | null {
  const [, number, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const factor = UNITS[unit];
  return number === undefined || factor === undefined ? null : Number(number) * factor;
}
