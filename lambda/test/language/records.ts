// Records for tests of the language: real ones and edge cases.

import type { Data } from '../../src/core/language/rule-expression.ts';
import { readJson } from '../repository.ts';

const python: { readonly events: readonly Data[] } = readJson('lambda/test/conformance/python-rules.json');

const policy = '{"Statement":{"Effect":"Allow","Principal":"*"}}';

// Parsed, because only parsing creates an own key `__proto__`.
const awkward = [
  'null',
  '[]',
  '{}',
  '"text"',
  '{"__proto__":{"polluted":"yes"},"constructor":"x","eventName":"ConsoleLogin"}',
  '{"a.b":"first","a":{"b":"second"}}',
  '{"a":{"b":"first"},"a.b":"second"}',
  '{"a":{"b":{"c":1}},"a.b":"leaf"}',
  '{"a.b":"leaf","a":{"b":{"c":1}}}',
  '{"a":[{"b":1},{"b":"x"},{"b":null},{},7,null,["deep"]],"eventName":3,"userIdentity":null}',
  '{"requestParameters":{"list":[{"k":"v"},"s"],"items":{"items":[{"x":1},{"x":2}]},"n":null,"tags":{"kubernetes.io/name":"a","empty":{}}},"eventTime":"2024-06-01T23:30:00Z","readOnly":true}',
  `{"a":${JSON.stringify(policy)},"eventName":"a","requestParameters":{"a":${JSON.stringify(policy)},"list":"[1,2]"},"userIdentity":{"type":"Root","arn":"arn:aws:iam::1:root"}}`,
  '{"eventName":"\\ud800","userIdentity":{"type":"😀","arn":"10.1.2.3"},"a":{"0":{"b":"v"},"length":2}}',
].map((text) => JSON.parse(text) as Data);

/** Records on which random rules are evaluated. */
export const records: readonly Data[] = [...awkward, ...python.events.slice(0, 20), ...python.events.slice(-2)];

/** Leaves of the flattened view by path. */
export function leavesOf(data: Data, prefix = '', leaves = new Map<string, Data>()): ReadonlyMap<string, Data> {
  if (data === null || typeof data !== 'object') return leaves;
  for (const [key, value] of Object.entries(data)) {
    if (value !== null && typeof value === 'object') leavesOf(value as Data, `${prefix}${key}.`, leaves);
    else leaves.set(prefix + key, value as Data);
  }
  return leaves;
}
