// JSON for programs that may end on a terminal all the same. In: an object. Out: one line of JSON.

import { visibleText } from '../../core/render/visible-text.ts';

/** One line of JSON in which escapes stand for what a terminal obeys or cannot show; every parser reads them back. */
export function printableJson(value: object): string {
  return visibleText(JSON.stringify(value));
}
