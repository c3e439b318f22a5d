// Whole numbers for people, such as 1,234,567 and 2 files. In: numbers. Out: text.

/** A whole number with commas. The first call of `toLocaleString` would load all of ICU, a tenth of a small replay's time. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A number of things: `1 error`, `1,200 errors`. */
export function countOf(value: number, what: string): string {
  return `${groupDigits(value)} ${what}${value === 1 ? '' : 's'}`;
}
