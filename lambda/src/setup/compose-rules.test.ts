import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../core/records/record.ts';
import { composeRules, nameProblems, settingsProblems } from './compose-rules.ts';
import { parseSettings } from './settings.ts';

const settingsWith = (predicates: Readonly<Record<string, string>>, rules: readonly string[] = []) =>
  parseSettings({ predicates, rules, use_default_rules: false, lists: { admins: ['alice'] } });

describe('predicates in the settings', () => {
  it('are conditions that rules and other predicates call', async () => {
    const predicates = {
      isAdmin: 'userIdentity.userName in lists.admins',
      isBreakGlass: 'isAdmin() and matches(userAgent, "^aws-cli")',
    };
    const ruleSet = await composeRules(settingsWith(predicates, ['isBreakGlass() and eventName == "DeleteTrail"']));
    const record = { eventName: 'DeleteTrail', userAgent: 'aws-cli/2', userIdentity: { userName: 'alice' } };
    const decide = (change: object) => ruleSet.decide({ ...record, ...change } as unknown as CloudTrailRecord).outcome;
    expect(ruleSet.failures).toEqual([]);
    expect([decide({}), decide({ userAgent: 'x' }), decide({ userIdentity: {} })]).toEqual([
      'alert',
      'unmatched',
      'unmatched',
    ]);
    expect(JSON.stringify(ruleSet.filter.alternatives)).toContain('alice');
  });

  it.each([
    ['starts-with', 'at most 64 letters, digits and underscores'],
    ['9lives', 'does not start with a digit'],
    ['x'.repeat(65), 'at most 64 letters'],
    ['lower', 'the rule language has a function with this name'],
    ['startswith', 'the rule language has a function with this name'],
    ['any', 'the rule language has a function with this name'],
    ['get', 'the rule language has a function with this name'],
    ['event', 'the name is a word of the rule language'],
    ['it', 'the name is a word of the rule language'],
    ['isReadOnly', 'a predicate with this name is built in'],
  ])('cannot have the name %s', (name, reason) => {
    const problems = nameProblems(settingsWith({ [name]: 'true' }));
    expect(problems).toEqual([expect.stringContaining(`predicates.${name}: `)]);
    expect(problems[0]).toContain(reason);
  });

  it('are at most 100', () => {
    const many = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, at) => [`p${at}`, 'true']));
    expect(nameProblems(settingsWith(many(100)))).toEqual([]);
    expect(nameProblems(settingsWith(many(101)))).toEqual(['predicates: 101 are too many; at most 100 are allowed']);
  });

  it('are checked even if no rule calls them, with the position of each problem', async () => {
    const settings = settingsWith({
      isA: 'starts(eventName)',
      isB: 'isC()',
      isC: 'not isB()',
      isD: 'eventName == "x"',
    });
    await composeRules(settings);
    const problems = settingsProblems(settings).filter((problem) => problem.startsWith('predicates.'));
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(
      /^predicates\.isA: error unknown_function at 1:1: .*\n {2}starts\(eventName\)\n {2}\^+/,
    );
    expect(problems[1]).toContain('predicates call each other in a cycle: isC -> isB -> isC');
  });

  it('can have a warning', async () => {
    const settings = settingsWith({ isA: 'userIdentity.typ == "Root"' });
    await composeRules(settings);
    expect(settingsProblems(settings).filter((problem) => problem.startsWith('predicates.'))).toEqual([]);
  });

  it('make a rule that calls an invalid one fail, and no other rule', async () => {
    const ruleSet = await composeRules(settingsWith({ isA: 'starts(eventName)' }, ['isA()', 'eventName == "x"']));
    expect(ruleSet.size).toBe(1);
    expect(ruleSet.failures.map(({ code, message }) => [code, message.split('\n')[0]])).toEqual([
      [
        'unknown_function',
        'error unknown_function at 1:1: the predicate `isA` cannot be used: the function `starts` does not exist',
      ],
    ]);
  });
});

describe('settings that are valid but not usable', () => {
  const usable = { destinations: { a: { type: 'teams', url_reference: '/x' } } };
  it.each<[string, object, readonly string[]]>([
    ['have no destination', {}, ['destinations: none is configured, so no alert is delivered']],
    [
      'verify log files without a queue',
      { ...usable, verify_log_files: true },
      ['verify_log_files: recovery_queue_url is missing'],
    ],
  ])('%s', (_, json, problems) => {
    expect(settingsProblems(parseSettings(json))).toEqual(problems.map((problem) => expect.stringContaining(problem)));
  });

  it.each<[object]>([[usable], [{ ...usable, verify_log_files: true, recovery_queue_url: 'https://queue.example' }]])(
    'are not %j',
    (json) => {
      expect(settingsProblems(parseSettings(json))).toEqual([]);
    },
  );
});
