// Keeps untrusted text from controlling the terminal. In: names, paths and values from files and arguments. Out: the same
// text on one line, with control and invisible characters as `\uXXXX`.

import { visibleText } from '../core/render/visible-text.ts';

/** A template whose values are escaped: escaped`${path}: cannot be read`. */
export function escaped(texts: TemplateStringsArray, ...values: readonly unknown[]): string {
  return String.raw({ raw: texts }, ...values.map((value) => visibleText(String(value))));
}

const STYLE_CODES = String.raw`\u001b\[[0-9;]*m`;
const LINE_BREAKS = /(\n)/;
const LINE_BREAKS_AND_STYLES = new RegExp(`(\\n|${STYLE_CODES})`);

/**
 * The last line of defense, for text that is ready to print: escapes every control and invisible character except line
 * breaks and, with colors, the codes that set them.
 */
export function printable(text: string, hasColor: boolean): string {
  const parts = text.split(hasColor ? LINE_BREAKS_AND_STYLES : LINE_BREAKS);
  return parts.map((part, index) => (index % 2 === 0 ? visibleText(part) : part)).join('');
}
