// Prints rules as the variable `rules` in a tfvars file, formatted as `terraform fmt` formats it. In: rules. Out: HCL.
// https://developer.hashicorp.com/terraform/language/expressions/strings

import type { ConvertedRule } from '../../core/sigma/converted-rule.ts';

/** Prints the assignment of the variable `rules`. */
export function printTfvars(rules: readonly ConvertedRule[]): string {
  return rules.length === 0 ? 'rules = []' : `rules = [\n${rules.map(printRule).join('\n')}\n]`;
}

function printRule({ source, ...rule }: ConvertedRule): string {
  const attributes = Object.entries(rule).filter(([, value]) => value !== null && value !== '');
  const width = Math.max(...attributes.map(([name]) => name.length));
  const lines = attributes.map(([name, value]) => `    ${name.padEnd(width)} = ${printValue(value)}`);
  return [`  # ${oneLine(source)}`, '  {', ...lines, '  },'].join('\n');
}

// On one line, as `terraform fmt` leaves it.
function printValue(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${printKey(key)} = ${printValue(one)}`)
    .join(', ')} }`;
}

function printKey(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? key : quote(key);
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
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
