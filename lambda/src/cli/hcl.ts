// Values as HCL, formatted as `terraform fmt` formats them on one line. In: texts, numbers, lists and objects. Out: HCL in which no text
// can end its string or start an expression.
// https://developer.hashicorp.com/terraform/language/expressions/strings

/** A value on one line. */
export function hclValue(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(hclValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${hclKey(key)} = ${hclValue(one)}`)
    .join(', ')} }`;
}

/** Attributes, one on each line and aligned. */
export function hclAttributes(
  attributes: readonly (readonly [name: string, value: unknown])[],
  indent: string,
): string[] {
  const names = attributes.map(([name]) => hclKey(name));
  const width = Math.max(...names.map(({ length }) => length));
  return attributes.map(([, value], place) => `${indent}${names[place]?.padEnd(width)} = ${hclValue(value)}`);
}

function hclKey(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? key : quote(key);
}

const ESCAPES = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

// `${` and `%{` would start an expression. Invisible characters are escaped, so that a reviewer sees them.
function quote(text: string): string {
  const escaped = text
    .replace(/["\\]|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => ESCAPES.get(character) ?? unicode(character))
    .replace(/[$%]\{/g, (start) => start[0] + start);
  return `"${escaped}"`;
}

function unicode(character: string): string {
  const code = character.codePointAt(0) as number;
  // Half of a surrogate pair is no character.
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
