// How the fields of a record are read. In: the field name of a Sigma rule. Out: the kind of its values, and its path in the rule
// language. A field that CloudTrail does not document as one string or one boolean may contain lists and objects.

import { FIELD_TYPES } from '../rules/known-fields.ts';
import { Refusal } from './refusal.ts';
import { quote } from './source.ts';

/** - `text`, `boolean`: one value of this type. `any`: values of any type, in lists and objects or not. */
export interface RecordField {
  readonly kind: 'text' | 'boolean' | 'any';
  readonly path: string;
}

/** Reads a field name. `line` is for refusals. */
export function recordField(name: string, line: number): RecordField {
  const type = Object.hasOwn(FIELD_TYPES, name) ? FIELD_TYPES[name] : undefined;
  return { kind: type ?? 'any', path: type === undefined ? pathOf(name, line) : name };
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
// The keywords of the language and of the languages that it resembles cannot start a path.
const PLAIN_STARTS = new Set([
  ...Object.keys(FIELD_TYPES).map((name) => name.split('.')[0]),
  ...['requestParameters', 'resources', 'serviceEventDetails'],
]);

function pathOf(name: string, line: number): string {
  const [first = '', ...rest] = name.split('.');
  if (!IDENTIFIER.test(first))
    throw new Refusal(line, `\`${name}\` cannot be the name of a field of a CloudTrail record`);
  const start = PLAIN_STARTS.has(first) ? first : `event.${first}`;
  return rest.reduce(
    (path, key) => (/^\d+$|^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${quote(key)}]`),
    start,
  );
}
