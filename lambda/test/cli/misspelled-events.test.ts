// Misspelled names of events, as the commands report them, and that other commands do not load the names.

import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
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
