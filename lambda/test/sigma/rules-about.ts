// Rules made of real records: for each field of the records, rules with every modifier and values that occur. Only fields whose
// value is one string, number or boolean in every record, because the oracle has no lists.

import { isIPv4 } from 'node:net';
import type { Json, JsonObject } from '../../src/core/records/record.ts';
import { ruleWith } from './sigma-cases.ts';

type Scalar = string | number | boolean;

const VALUES_OF_A_FIELD = 3;
// A longer value would make a longer pattern than the language allows.
const LONGEST_VALUE = 400;

/** Many rules about the fields of some records, as YAML. */
export function rulesAbout(records: readonly JsonObject[]): readonly string[] {
  const fields = scalarFields(records);
  const detections = [...fields].flatMap(([field, values]) => [
    ...aboutPresence(field),
    ...[...values].slice(0, VALUES_OF_A_FIELD).flatMap((value) => aboutValue(field, value, [...values])),
  ]);
  return [...detections, ...references([...fields.keys()])].map((detection) => ruleWith(detection));
}

/** Every field that is a scalar wherever it occurs, with its values. */
function scalarFields(records: readonly JsonObject[]): ReadonlyMap<string, ReadonlySet<Scalar>> {
  const fields = new Map<string, Set<Scalar>>();
  const others = new Set<string>();
  const visit = (path: string, value: Json): void => {
    if (value === null || typeof value === 'object') {
      if (path !== '') others.add(path);
      if (value === null || Array.isArray(value)) return;
      for (const [key, item] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, item);
    } else if (String(value).length <= LONGEST_VALUE) fields.set(path, (fields.get(path) ?? new Set()).add(value));
  };
  for (const record of records) visit('', record);
  return new Map([...fields].filter(([path]) => !others.has(path) && !/[^\w.]/.test(path)));
}

function aboutPresence(field: string): JsonObject[] {
  return [
    { s: { [`${field}|exists`]: true }, condition: 's' },
    { s: { [`${field}|exists`]: false }, condition: 's' },
    { s: { [field]: null }, condition: 's' },
    { s: { [field]: '*' }, condition: 'not s' },
  ];
}

function aboutValue(field: string, value: Scalar, values: readonly Scalar[]): JsonObject[] {
  const text = String(value);
  const [part, start, end] = [text.slice(1, 6), text.slice(0, 3), text.slice(-3)].map(escaped) as [
    string,
    string,
    string,
  ];
  const other = escaped(String(values.at(-1)));
  const tests: JsonObject[] = [
    { [field]: value },
    { [field]: typeof value === 'string' ? escaped(text.toUpperCase()) : value },
    { [field]: [escaped(text), other] },
    { [`${field}|contains`]: part },
    { [`${field}|startswith`]: start.toLowerCase() },
    { [`${field}|endswith`]: end.toUpperCase() },
    { [field]: `${start}*${end}` },
    { [field]: `?${escaped(text.slice(1))}` },
    { [`${field}|contains|all`]: [part, end] },
    { [`${field}|cased`]: escaped(text.toLowerCase()) },
    { [`${field}|contains|cased`]: [part, start] },
    { [`${field}|neq`]: escaped(text) },
    { [`${field}|re`]: `^${text.slice(0, 12).replace(/\W/g, '.')}` },
    { [`${field}|re|i`]: `${text.slice(-8).toLowerCase().replace(/\W/g, '.')}$` },
    ...(typeof value === 'number' ? ordered(field, value) : []),
    ...(isIPv4(text) ? [{ [`${field}|cidr`]: `${text.replace(/\.\d+$/, '.0')}/24` }] : []),
  ];
  return tests.map((s) => ({ s, condition: 's' }));
}

function ordered(field: string, value: number): JsonObject[] {
  return ['lt', 'lte', 'gt', 'gte'].map((modifier) => ({ [`${field}|${modifier}`]: value }));
}

function references(fields: readonly string[]): JsonObject[] {
  return fields.slice(1).flatMap((field, index) => {
    const other = fields[index] as string;
    return [
      { s: { [`${field}|fieldref`]: other }, condition: 's' },
      { s: { 'userIdentity.arn|fieldref|contains': field }, condition: 'not s' },
    ];
  });
}

function escaped(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}
