// The `test` command from the outside: the format of its files and of its reports.

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../repository.ts';
import { useCommand } from './command.ts';

const command = useCommand();

const run = (yaml: string, ...options: string[]) =>
  command.run(['test', command.write('cases.yaml', yaml), ...options]);

describe('cloudtrail-to-slack test', () => {
  it('passes the example, from any directory', async () => {
    const { code, err } = await command.run(['test', path.join(ROOT, 'examples/rule-tests/cases.yaml')]);
    expect(err).toContain('8 cases, 8 passed, 0 failed');
    expect(code).toBe(0);
  });

  it.each<[expect: string, other: string, rule: string, event: string]>([
    ['match', 'no match', `eventName == 'a'`, '{ eventName: a }'],
    ['no match', 'match', `eventName == 'a'`, '{ eventName: b }'],
    ['error', 'no match', `event["errorCode"] == 'x'`, '{ eventName: b }'],
    ['alert', 'ignored', `eventName == 'a'`, '{ eventName: a }'],
    ['ignored', 'alert', `eventName == 'a'`, '{ eventName: a, userAgent: quiet }'],
    ['unmatched', 'alert', `eventName == 'a'`, '{ eventName: b }'],
    ['match', 'error', 'trail-logging-stopped', '{ eventName: StopLogging, eventSource: cloudtrail.amazonaws.com }'],
    ['match', 'error', 'mine', '{ eventName: mine }'],
  ])(
    'passes a case that expects %s and fails one that expects %s, for the rule %s',
    async (expected, other, rule, event) => {
      const file = (expectation: string) =>
        [
          `rules: [{ name: mine, expression: "eventName == 'mine'" }]`,
          `ignore_rules: ["userAgent == 'quiet'"]`,
          `cases: [{ rule: ${JSON.stringify(rule)}, event: ${event}, expect: ${expectation} }]`,
        ].join('\n');
      expect(await run(file(expected))).toMatchObject({ code: 0 });
      expect(await run(file(other))).toMatchObject({ code: 1 });
    },
  );

  it('shows the expected and the actual result as a diff, with an explanation', async () => {
    const { code, out, err } = await run(
      `[{ name: logging stops, rule: "eventName == 'StopLogging' and readOnly == true", event: { eventName: StopLogging, readOnly: false }, expect: match }]`,
    );
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL logging stops\n\s+- match\n\s+\+ no match\n/);
    expect(out).toContain('readOnly');
    expect(err).toContain('1 case, 0 passed, 1 failed');
  });

  it('fails a case whose rule does not compile or does not exist', async () => {
    const { code, out } = await run(
      '[{ rule: "eventName ==", event: { a: 1 }, expect: no match }, { rule: no-such-rule, event: { a: 1 }, expect: error }]',
    );
    expect(code).toBe(1);
    expect(out.match(/\+ does not compile/g)).toHaveLength(2);
    expect(out).toContain('there is no rule with the name "no-such-rule"');
  });

  it('reads events from files relative to the case file, and chooses one of several by id', async () => {
    const events = { Records: ['a', 'b'].map((eventID) => ({ eventID, eventName: eventID })) };
    command.write('events/two.json', JSON.stringify(events));
    const one = (id: string) => `{ rule: "eventName == 'b'", event: events/two.json${id}, expect: match }`;
    expect(await run(`[${one(', event_id: b')}]`)).toMatchObject({ code: 0 });
    const ambiguous = await run(`[${one('')}]`);
    expect(ambiguous).toMatchObject({ code: 1 });
    expect(ambiguous.err).toMatch(
      /two\.json: choose an event with --event-id, or event_id in a case; the file contains a \(a\), b \(b\)/,
    );
  });

  it('names every case whose event cannot be read', async () => {
    const one = '{ rule: "eventName == \'b\'", event: no/such.json, expect: match }';
    const { code, err } = await run(`[${one}, ${one}]`);
    expect(code).toBe(1);
    expect(err).toMatch(/cases\.yaml: cases\.0\.event: .*no\/such\.json: cannot be read: there is no such file/);
    expect(err).toMatch(/cases\.yaml: cases\.1\.event: /);
  });

  it('prefers the variables in the case file to those of tfvars', async () => {
    const tfvars = command.write('prod.tfvars', 'lists = { admins = ["bob"] }\nignore_rules = ["readOnly == true"]\n');
    const cases = [
      'lists: { admins: [alice] }',
      'cases:',
      '  - { rule: "userIdentity.userName in lists.admins", event: { userIdentity: { userName: alice } }, expect: match }',
      '  - { rule: "eventName == \'a\'", event: { eventName: a, readOnly: true }, expect: ignored }',
    ].join('\n');
    expect(await run(cases, '--tfvars', tfvars)).toMatchObject({ code: 0 });
  });

  it.each<[what: string, yaml: string, message: RegExp]>([
    ['an unknown expectation', '[{ rule: a, event: {}, expect: maybe }]', /cases\.0\.expect/],
    ['a misspelled key', '[{ ruel: a, event: {}, expect: alert }]', /cases\.0\.ruel/],
    ['a result of one rule without a rule', '[{ event: {}, expect: match }]', /add `rule`/],
    ['a file without cases', 'rules: []', /cases/],
    ['invalid YAML', '[{', /is not YAML/],
  ])('rejects %s with its position', async (_what, yaml, message) => {
    const { code, err } = await run(yaml);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});

describe('cloudtrail-to-slack test --format', () => {
  const cases = `[{ name: "good <&>", rule: "eventName == 'a'", event: { eventName: a }, expect: match }, { name: bad, rule: "eventName == 'a'", event: { eventName: b }, expect: match }]`;

  it('json prints the results as JSON', async () => {
    const { code, out } = await run(cases, '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)[0].cases).toMatchObject([
      { name: 'good <&>', passed: true },
      { name: 'bad', passed: false, expected: 'match', actual: 'no match' },
    ]);
  });

  it('junit prints the results as JUnit XML', async () => {
    const { out } = await run(cases, '--format', 'junit');
    expect(out).toContain('tests="2" failures="1"');
    expect(out).toContain('<testcase name="good &lt;&amp;&gt;"');
    expect(out).toContain('<failure message="expected match, got no match">');
  });
});
