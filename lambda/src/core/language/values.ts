// The values of the language and the meaning of its operators on them, the same for compiler, interpreter and checker.
// In: parsed JSON. Out: parsed JSON, or a failure as a value. No coercion anywhere, no property of any object is read.

import type { Range } from './ast.ts';
import type { Data, EvaluationError } from './rule-expression.ts';
import { includesText } from './search-text.ts';

/** An evaluation that cannot go on. A value like any other, so nothing is ever thrown. */
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

/** Whether a value is a scalar or null, which is all that a path outside of `exists`, `len` and `any` may reach. */
export function isLeaf(value: Value | undefined): value is string | number | boolean | null {
  return value === null || (value !== undefined && typeof value !== 'object');
}

/** As in Python: null, false, 0, the empty text and the empty list are not. */
export function isTruthy(value: Value): boolean {
  if (isList(value)) return value.length > 0;
  return value !== null && value !== false && value !== 0 && value !== '';
}

/** `==`: same type and same value; lists of scalars element by element; an object equals nothing. */
export function areEqual(a: Value, b: Value): boolean {
  if (!isList(a) || !isList(b)) return a === b && isLeaf(a);
  return a.length === b.length && a.every((item, index) => item === b[index] && isLeaf(item));
}

/** Negative, zero or positive as `a` comes before, with or after `b`; undefined where they have no order. */
export function order(a: Value, b: Value): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return orderTexts(a, b);
  return undefined;
}

/** `part in whole`; undefined where that cannot be asked. */
export function isIn(part: Value, whole: Value): boolean | undefined {
  if (isList(whole)) return whole.some((item) => areEqual(item, part));
  if (typeof whole === 'string' && typeof part === 'string') return includesText(whole, part);
  return undefined;
}

/** The type of a value as messages name it. */
export function describe(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

// By code point, as Python orders: UTF-16 puts the surrogates (U+10000 and above) before U+E000 to U+FFFF.
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
