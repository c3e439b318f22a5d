// Misspelled names of events, as the commands report them, and that other commands do not load the names.

import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleWith } from '../sigma/sigma-cases.ts';
import { useCommand } from './command.ts';

const command = useCommand();

const EVENT = JSON.stringify({ eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com' });

describe('a misspelled event name', () => {
  it('is a warning of check, with the name that was meant', async () => {
    const { code, out, err } = await command.run(['check', "eventName in ['StopLoging', 'DeleteTrail']"]);
    expect(code).toBe(0);
    expect(out).toContain(
      [
        'warning unknown_event_name at 1:15: no known event has the name "StopLoging"',
        "    eventName in ['StopLoging', 'DeleteTrail']",
        `                  ${'^'.repeat("'StopLoging'".length)}`,
        '    hint: did you mean `StopLogging`?',
      ].join('\n'),
    );
    expect(err).toContain('1 rule checked: 0 errors, 1 warning');
  });

  it('is a warning of check wherever settings can contain it', async () => {
    const settings = {
      events_to_track: ['DeletBucket', 'StopLogging'],
      predicates: { isStop: 'eventName == "StopLoging"' },
      lists: { risky: ['DeletTrail'] },
      rules: ['eventName in lists.risky', 'isStop()', 'eventName == "'],
      ignore_rules: ['eventName == "Createuser"'],
    };
    const file = command.write('settings.json', JSON.stringify(settings));
    const { out } = await command.run(['check', '--format', 'json', '--settings', file]);
    const { problems }: { problems: { rule: string | null; code: string; message: string }[] } = JSON.parse(out);
    const found = problems.filter(({ code }) => code === 'unknown_event_name');
    expect(found.map(({ rule, message }) => [rule, /"(\w+)"/.exec(message)?.[1]])).toEqual([
      [null, 'DeletBucket'],
      ['predicates.isStop', 'StopLoging'],
      ['rule 1', 'DeletTrail'],
      ['ignore rule 1', 'Createuser'],
    ]);
    expect(found[0]?.message).toBe(
      'events_to_track: no known event has the name "DeletBucket"; did you mean `DeleteBucket`?',
    );
  });

  it('is a warning of explain', async () => {
    const { code, err } = await command.run(['explain', 'eventName == "StopLoging"', '-'], { stdin: EVENT });
    expect(code).toBe(0);
    expect(err).toContain('did you mean `StopLogging`?');
  });

  it('is a warning of replay in --rule', async () => {
    const args = ['replay', '-', '--rule', 'eventName == "StopLoging"'];
    const { code, err } = await command.run(args, { stdin: EVENT });
    expect(code).toBe(0);
    expect(err).toContain('did you mean `StopLogging`?');
  });

  it('is a warning of replay in --track', async () => {
    const { code, err } = await command.run(['replay', '-', '--track', 'DeletBucket'], { stdin: EVENT });
    expect(code).toBe(0);
    expect(err).toContain('warning: --track: no known event has the name "DeletBucket"; did you mean `DeleteBucket`?');
  });
});

describe('a mistake in a rule that is tested', () => {
  const warningOf = (what: string) =>
    `warning: ${what} may have a mistake:\n  warning unknown_event_name at 1:14: no known event has the name "StopLoging"`;
  const test = async (content: object, ...args: string[]) => {
    const file = command.write('mistaken.json', JSON.stringify(content));
    return { file, ...(await command.run(['test', file, ...args])) };
  };
  const stop = { name: 'stop', expression: 'eventName == "StopLoging"' };
  const passing = { name: 'one', event: { eventName: 'StopLogging' }, expect: 'unmatched' };

  it('is a warning, and the cases pass', async () => {
    const { code, out, err } = await test({ use_default_rules: false, rules: [stop], cases: [passing] });
    expect([code, out]).toEqual([0, expect.stringContaining('ok   one')]);
    expect(err).toContain(warningOf('rule "stop"'));
  });

  it.each([
    ['an ignore rule', { ignore_rules: [stop], cases: [passing] }, 'rule "stop"'],
    [
      'a rule of a case',
      { cases: [{ ...passing, rule: stop.expression, expect: 'no match' }] },
      'the rule of case "one"',
    ],
  ])('is a warning in %s', async (_, content, what) => {
    const { file, err } = await test({ use_default_rules: false, ...content });
    expect(err).toContain(warningOf(what.startsWith('the') ? `${file}: ${what}` : what));
  });

  it('is a warning once if several files with cases use the rule', async () => {
    const tfvars = command.write(
      'stop.tfvars',
      `rules = [{ name = "stop", expression = "eventName == 'StopLoging'" }]`,
    );
    const other = command.write('other-cases.json', JSON.stringify({ cases: [passing] }));
    const { err, out } = await test({ cases: [passing] }, other, '--tfvars', tfvars, '--format', 'json');
    expect(err.split(warningOf('rule "stop"'))).toHaveLength(2);
    expect(JSON.parse(out)).toHaveLength(2);
  });

  it.each([['in the file with cases', { rulez: [], cases: [passing] }]])(
    'is a warning if it is the name of a variable %s',
    async (_, content) => {
      const { file, err } = await test(content);
      expect(err).toContain(`warning: ${file}: the module has no variable \`rulez\`; did you mean \`rules\`?`);
    },
  );

  it.each([
    ['a rule without mistakes', { rules: ['eventName == "StopLogging"'], cases: [passing] }],
    ['the name of a rule', { cases: [{ ...passing, rule: 'trail-logging-stopped', expect: 'no match' }] }],
  ])('is not reported for %s', async (_, content) => {
    expect((await test(content)).err).not.toContain('warning');
  });
});

describe('a mistake in a Sigma rule', () => {
  const sigma = (eventName: string) => ruleWith({ selection: { eventName }, condition: 'selection' });

  it('is a warning of the conversion, with the file and the rule', async () => {
    const file = command.write('sigma/mistaken.yml', sigma('StopLoging'));
    const { code, out, err } = await command.run(['convert', 'sigma', file]);
    expect([code, out]).toEqual([0, expect.stringContaining('StopLoging')]);
    expect(err).toContain(`warning: ${file}: rule "a-test" may have a mistake:\n  warning unknown_event_name at 1:20`);
    expect(err).toContain('did you mean `StopLogging`?');
    expect(err).toContain('1 rule converted, 0 documents refused');
  });

  it('is not reported where there is none', async () => {
    const { err } = await command.run(['convert', 'sigma', command.write('sigma/fine.yml', sigma('StopLogging'))]);
    expect(err.trim()).toBe('1 rule converted, 0 documents refused');
  });
});

describe('a value that a field never has', () => {
  const mfa = 'userIdentity.sessionContext.attributes.mfaAuthenticated';

  it.each<[rule: string, code: string, hint: string]>([
    ["userIdentity.type == 'root'", 'unknown_value', 'did you mean `Root`?'],
    ['additionalEventData.mfaUsed == "No"', 'unknown_field', 'did you mean `additionalEventData.MFAUsed`?'],
    ['responseElements.consoleLogin == "Failure"', 'unknown_field', 'did you mean `responseElements.ConsoleLogin`?'],
    [`${mfa} == 'False'`, 'unknown_value', 'did you mean `false`?'],
    [`${mfa} == false`, 'never_equal', `write the value in quotes`],
    ["readOnly == 'false'", 'never_equal', 'write `readOnly == true` or `readOnly == false`'],
  ])('is a warning of check: %s', async (rule, code, hint) => {
    const { out } = await command.run(['check', '--format', 'json', rule]);
    expect(JSON.parse(out).problems).toContainEqual(
      expect.objectContaining({ code, hint: expect.stringContaining(hint) }),
    );
  });
});

describe('the names of all events', () => {
  it('are not loaded by commands that do not need them', async () => {
    const chunks = path.join(command.folder, 'build/cli');
    const names = readdirSync(chunks).filter((file) => file.startsWith('aws-operations-'));
    expect(names).toHaveLength(1);
    for (const name of names) rmSync(path.join(chunks, name));
    expect((await command.run(['replay', '-'], { stdin: EVENT })).code).toBe(0);
    expect((await command.run(['rules'])).code).toBe(0);
    expect((await command.run(['check', 'true'])).code).toBe(1);
  });
});
