// Writes JSON in every notation that its grammar allows: white space, escapes, and members that a later one with the same key replaces.
// In: JSON and a source of numbers. Out: a text. `JSON.parse` of the text returns the JSON, except that keys may be in another order.

import type { Json } from '../../src/core/records/record.ts';

/** A number from 0 to below `sides`. */
export interface Roll {
  (sides: number): number;
  /** A text with a single `\u` in it can hide what the search for other characters misses, so most texts have none. */
  readonly escapes: 'none' | 'short' | 'any';
}

/** Numbers for white space and escapes; the same seed gives the same numbers. */
export function dice(seed: number): Roll {
  let state = seed;
  const roll = (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % sides;
  };
  const escapes = (['none', 'none', 'short', 'any'] as const)[roll(4)] as Roll['escapes'];
  return Object.assign(roll, { escapes });
}

/** A value. */
export function writeValue(json: Json, roll: Roll): string {
  if (typeof json === 'string') return writeString(json, roll);
  if (json === null || typeof json !== 'object') return JSON.stringify(json);
  if (Array.isArray(json)) return `[${json.map((item) => writeSpaced(item, roll)).join(',') || space(roll)}]`;
  const members = Object.entries(json).flatMap(([key, value]) => writeMembers(key, value as Json, roll));
  return `{${members.join(',') || space(roll)}}`;
}

/** A value with white space around it, or without. */
export function writeSpaced(json: Json, roll: Roll): string {
  return `${space(roll)}${writeValue(json, roll)}${space(roll)}`;
}

// What `JSON.parse` finds first is replaced by what it finds last.
const REPLACED: readonly Json[] = ['', 'ConsoleLogin', null, 7, {}, ['x']];

function writeMembers(key: string, value: Json, roll: Roll): string[] {
  const values = roll(40) === 0 ? [REPLACED[roll(REPLACED.length)] as Json, value] : [value];
  return values.map((one) => `${space(roll)}${writeString(key, roll)}${space(roll)}:${writeSpaced(one, roll)}`);
}

/** White space, or none. */
export function space(roll: Roll): string {
  return roll(6) > 0 ? '' : ([' ', '\n', '\r\n', '\t \t', '  \n   '][roll(5)] as string);
}

/** A string; some of its characters may be escaped in any way. */
export function writeString(text: string, roll: Roll): string {
  if (roll.escapes === 'none' || roll(roll.escapes === 'short' ? 2 : 8) > 0) return JSON.stringify(text);
  const forms = roll.escapes === 'short' ? 2 : 4;
  return `"${text
    .split('')
    .map((unit) => formsOf(unit)[roll(forms)])
    .join('')}"`;
}

// As `JSON.stringify` writes it, with a short escape if there is one, and by its number.
function formsOf(unit: string): readonly string[] {
  const usual = JSON.stringify(unit).slice(1, -1);
  const digits = unit.charCodeAt(0).toString(16).padStart(4, '0');
  return [usual, unit === '/' ? '\\/' : usual, `\\u${digits}`, `\\u${digits.toUpperCase()}`];
}
