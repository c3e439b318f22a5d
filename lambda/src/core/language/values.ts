// The values of the language and the semantics of its operators, shared by compiler, interpreter and checker.
// In: parsed JSON. Out: parsed JSON, or a failure as a value. Never coerces and never reads a property of an object.

import type { Range } from './ast.ts';
import type { Data, EvaluationError } from './rule-expression.ts';
import { includesText } from './search-text.ts';

/** An evaluation error. Returned as a value, so that nothing is thrown. */
export class Failure implements EvaluationError {
  readonly code: EvaluationError['code'];
  readonly message: string;
  readonly range: Range;

  constructor(code: EvaluationError['code'], message: string, range: Range) {
    this.code = code;
    this.message = message;
    this.range = range;
  }
}

export type Value = Data;
export type Outcome = Value | Failure;

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is a scalar or null. A path outside of `exists`, `len` and `any` returns nothing else. */
export function isLeaf(value: Value | undefined): value is string | number | boolean | null {
  return value === null || (value !== undefined && typeof value !== 'object');
}

/** As in Python: null, false, 0, the empty string and the empty list are not truthy. */
export function isTruthy(value: Value): boolean {
  if (isList(value)) return value.length > 0;
  return value !== null && value !== false && value !== 0 && value !== '';
}

/** `==`: same type and same value. Compares lists of scalars by element; an object equals nothing. */
export function areEqual(a: Value, b: Value): boolean {
  if (!isList(a) || !isList(b)) return a === b && isLeaf(a);
  return a.length === b.length && a.every((item, index) => item === b[index] && isLeaf(item));
}

/** Returns a negative number, zero or a positive number if `a` is less than, equal to or greater than `b`; undefined if they have no order. */
export function order(a: Value, b: Value): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return orderTexts(a, b);
  return undefined;
}

/** `part in whole`; undefined if the types do not allow it. */
export function isIn(part: Value, whole: Value): boolean | undefined {
  if (isList(whole)) return whole.some((item) => areEqual(item, part));
  if (typeof whole === 'string' && typeof part === 'string') return includesText(whole, part);
  return undefined;
}

/** The message for a subscript whose field is missing. */
export function missingField(path: string): string {
  return `the event has no field ${JSON.stringify(path)}`;
}

/** The type of a value for messages. */
export function describe(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  if (typeof value === 'string') return 'a string';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

// By code point, as in Python: UTF-16 sorts surrogates (U+10000 and above) before U+E000 to U+FFFF.
function orderTexts(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
