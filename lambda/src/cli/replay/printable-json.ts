// JSON that is safe to print on a terminal. In: an object. Out: one line of JSON.

import { visibleText } from '../../core/render/visible-text.ts';

/** One line of JSON with control and invisible characters escaped. Every JSON parser restores them. */
export function printableJson(value: object): string {
  return visibleText(JSON.stringify(value));
}
