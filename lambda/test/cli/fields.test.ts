// The command `fields`: which fields events have, as rules write them.

import { beforeAll, describe, expect, it } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { ruleEnvironment } from '../../src/core/rules/rule-environment.ts';
import { useCommand } from './command.ts';

const EVENTS: readonly CloudTrailRecord[] = [
  {
    eventName: 'RunInstances',
    readOnly: false,
    requestParameters: { items: [{ port: 22 }, { port: 443 }], 'x-amz-acl': 'private' },
  },
  {
    eventName: 'GetObject',
    readOnly: true,
    requestParameters: { 'x-amz-acl': 'public-read', 'kubernetes.io/name': 'web' },
  },
  {
    eventName: 'Evil\u001b[31m',
    requestParameters: null,
    resources: [{ ARN: 'a'.repeat(80) }],
    'first-key': { 0: 'x' },
  },
];

describe('fields', () => {
  const command = useCommand();
  let file: string;
  beforeAll(async () => {
    file = command.write('events.json', JSON.stringify({ Records: EVENTS }));
  });

  it('lists each field with the number of events that have it and examples', async () => {
    const { code, out, err } = await command.run(['fields', file]);
    expect(out.trimEnd().split('\n')).toEqual([
      '1  event.get("first-key.0")  "x"',
      '3  eventName  "RunInstances"  "GetObject"  "Evil\\u001b[31m"',
      '2  readOnly  false  true',
      '1  requestParameters.items[*].port  22  443',
      '1  requestParameters.kubernetes["io/name"]  "web"',
      '2  requestParameters["x-amz-acl"]  "private"  "public-read"',
      `1  resources[*].ARN  "${'a'.repeat(58)}…`,
    ]);
    expect([code, err.trim()]).toEqual([0, '7 fields in 3 events']);
  });

  it('lists only the fields of events that a rule matches', async () => {
    const { code, out, err } = await command.run(['fields', file, '--rule', 'readOnly', '--format', 'json']);
    const { events, fields, leftOut } = JSON.parse(out);
    expect([code, events, leftOut, fields.length]).toEqual([0, 1, 0, 4]);
    expect(fields[0]).toEqual({ field: 'eventName', events: 1, examples: ['GetObject'] });
    expect(err).toContain('4 fields in 1 event');
  });

  it.each([
    ['these events', async () => file, EVENTS],
    ['real events', async () => 'examples/cloudtrail', null],
  ])('prints fields of %s that a rule can read', async (_, path, events) => {
    const { out } = await command.run(['fields', await path(), '--format', 'json']);
    const environment = ruleEnvironment({}, {});
    for (const { field, events: count } of JSON.parse(out).fields) {
      const { rule, problems } = compileRule(
        field.includes('(') ? `${field} != null` : `exists(${field})`,
        environment,
      );
      expect([field, rule === null && problems]).toEqual([field, false]);
      if (events)
        expect([field, events.filter((event) => rule?.evaluate(event) === true).length]).toEqual([field, count]);
    }
  });

  it('reports what it cannot read, and lists the rest', async () => {
    const { code, out, err } = await command.run([
      'fields',
      file,
      command.write('bad.json', '{"Records": ['),
      '/no/such/file',
    ]);
    expect([code, out.split('\n').length]).toEqual([1, 8]);
    expect(err).toMatch(/error: .*no\/such\/file/);
    expect(err).toMatch(/error: .*bad\.json/);
  });

  it('says what is wrong with the rule', async () => {
    const { code, out, err } = await command.run(['fields', file, '--rule', 'eventName =']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('eventName =');
  });
});
