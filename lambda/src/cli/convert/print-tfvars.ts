// Prints rules as the variable `rules` in a tfvars file, or several variables, formatted as `terraform fmt` formats them. In: rules, or
// variables. Out: HCL.
// https://developer.hashicorp.com/terraform/language/expressions/strings

import type { ConvertedRule } from '../../core/sigma/converted-rule.ts';

/** Prints the assignment of the variable `rules`. */
export function printTfvars(rules: readonly ConvertedRule[]): string {
  return rules.length === 0 ? 'rules = []' : `rules = [\n${rules.map(printRule).join('\n')}\n]`;
}

/** Prints an assignment of each variable that has a value. Each object in a list has separate lines. */
export function printVariables(variables: Readonly<Record<string, unknown>>): string {
  return Object.entries(variables)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name} = ${isListOfObjects(value) ? printElements(value) : printValue(value)}`)
    .join('\n\n');
}

function isListOfObjects(value: unknown): value is readonly object[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
  );
}

function printElements(elements: readonly object[]): string {
  return `[\n${elements.map((one) => printAttributes(Object.entries(one))).join('\n')}\n]`;
}

function printRule({ source, ...rule }: ConvertedRule): string {
  const attributes = Object.entries(rule).filter(([, value]) => value !== null && value !== '');
  return `  # ${oneLine(source)}\n${printAttributes(attributes)}`;
}

function printAttributes(attributes: readonly (readonly [string, unknown])[]): string {
  const names = attributes.map(([name]) => printKey(name));
  const width = Math.max(...names.map(({ length }) => length));
  const lines = attributes.map(([, value], index) => `    ${names[index]?.padEnd(width)} = ${printValue(value)}`);
  return ['  {', ...lines, '  },'].join('\n');
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
