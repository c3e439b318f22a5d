import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../records/record.ts';
import { createRuleSet } from './create-rule-set.ts';
import type { RuleDefinition } from './rule.ts';
import type { RuleSetDefinition } from './rule-set.ts';

const aRule = (name: string, expression: string, more: Partial<RuleDefinition> = {}): RuleDefinition => ({
  name,
  expression,
  severity: 'medium',
  description: '',
  pack: null,
  runbookUrl: null,
  ...more,
});

const aRuleSet = (parts: Partial<RuleSetDefinition>) =>
  createRuleSet({ rules: [], ignoreRules: [], eventsToTrack: [], lists: {}, countAccessDenied: false, ...parts });

const STOP: CloudTrailRecord = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' };
const DENIED: CloudTrailRecord = { eventName: 'GetObject', errorCode: 'AccessDeniedException' };

const byName = aRule('by name', 'eventName == "StopLogging"');
const bySource = aRule('by source', 'eventSource == "cloudtrail.amazonaws.com"');
const always = aRule('always', 'not exists(nothing)');
const failing = aRule('failing', 'event["missing"] > 1');
const deniedRule = aRule('denied', 'startsWith(event.get("errorCode", ""), "AccessDenied")');

describe('a record', () => {
  it.each<[string, Partial<RuleSetDefinition>, CloudTrailRecord, string, string | null, string | null]>([
    ['is unmatched if there is no rule', {}, STOP, 'unmatched', null, null],
    ['is an alert if a rule matches', { rules: [byName] }, STOP, 'alert', 'by name', null],
    ['is unmatched if no rule matches', { rules: [byName] }, DENIED, 'unmatched', null, null],
    [
      'is named by the first rule that matches',
      { rules: [bySource, always, byName] },
      STOP,
      'alert',
      'by source',
      null,
    ],
    [
      'is named by a rule without necessary conditions if it is first',
      { rules: [always, byName] },
      STOP,
      'alert',
      'always',
      null,
    ],
    ['is an alert if its event is tracked', { eventsToTrack: ['StopLogging'] }, STOP, 'alert', 'tracked-event', null],
    [
      'is named by a rule before a tracked event',
      { rules: [always], eventsToTrack: ['StopLogging'] },
      STOP,
      'alert',
      'always',
      null,
    ],
    [
      'is ignored if an ignore rule matches',
      { rules: [always, byName], ignoreRules: [byName] },
      STOP,
      'ignored',
      'always',
      'by name',
    ],
    [
      'is ignored even if its event is tracked',
      { eventsToTrack: ['StopLogging'], ignoreRules: [byName] },
      STOP,
      'ignored',
      'tracked-event',
      'by name',
    ],
    ['is unmatched if only an ignore rule matches', { ignoreRules: [always] }, STOP, 'unmatched', null, null],
    [
      'is ignored if it counts as AccessDenied',
      { ignoreRules: [always], countAccessDenied: true },
      DENIED,
      'ignored',
      null,
      'always',
    ],
    ['is unmatched if AccessDenied is not counted', { ignoreRules: [always] }, DENIED, 'unmatched', null, null],
    [
      'is unmatched if AccessDenied is counted but not ignored',
      { countAccessDenied: true },
      DENIED,
      'unmatched',
      null,
      null,
    ],
    ['is an alert although an earlier rule fails', { rules: [failing, byName] }, STOP, 'alert', 'by name', null],
    [
      'is an alert although an ignore rule fails',
      { rules: [byName], ignoreRules: [failing] },
      STOP,
      'alert',
      'by name',
      null,
    ],
  ])('%s', (_, definition, record, outcome, rule, ignoreRule) => {
    const decision = aRuleSet(definition).decide(record);
    expect([decision.outcome, decision.rule?.name ?? null, decision.ignoreRule?.name ?? null]).toEqual([
      outcome,
      rule,
      ignoreRule,
    ]);
  });

  it.each<[string, readonly RuleDefinition[], readonly string[]]>([
    [
      'the most severe first',
      [
        aRule('info', 'true', { severity: 'info' }),
        aRule('medium', 'true'),
        aRule('critical', 'true', { severity: 'critical' }),
        aRule('low', 'true', { severity: 'low' }),
        aRule('high', 'true', { severity: 'high' }),
      ],
      ['critical', 'high', 'medium', 'low', 'info'],
    ],
    [
      "the user's own before packs, and core last",
      [
        aRule('core', 'true', { pack: 'core' }),
        aRule('threats', 'true', { pack: 'threats' }),
        aRule('cis', 'true', { pack: 'cis' }),
        aRule('own', 'true'),
      ],
      ['own', 'threats', 'cis', 'core'],
    ],
    [
      'a more severe core rule before a less severe own one',
      [aRule('own', 'true', { severity: 'high' }), aRule('core', 'true', { pack: 'core', severity: 'critical' })],
      ['core', 'own'],
    ],
    ['equal rules in the order of the list', [bySource, always, byName], ['by source', 'always', 'by name']],
    ['only the rules that match', [byName, deniedRule, failing], ['by name']],
  ])('lists %s', (_, rules, expected) => {
    const decision = aRuleSet({ rules }).decide(STOP);
    expect(decision.rules.map(({ name }) => name)).toEqual(expected);
    expect(decision.rule).toBe(decision.rules[0]);
  });

  it('has the rule of tracked events if its event is tracked', () => {
    expect(aRuleSet({ eventsToTrack: ['A', 'StopLogging'] }).decide(STOP).rule).toEqual({
      ...{ name: 'tracked-event', expression: 'eventName in ["A","StopLogging"]', severity: 'medium' },
      ...{ description: 'The event is in the list of events to track.', pack: null, runbookUrl: null },
    });
  });

  it('lists a tracked event after a less severe rule', () => {
    const rules = [aRule('info', 'true', { severity: 'info' })];
    const decision = aRuleSet({ rules, eventsToTrack: ['StopLogging'] }).decide(STOP);
    expect(decision.rules.map(({ name }) => name)).toEqual(['info', 'tracked-event']);
  });

  it('lists the matching rules if an ignore rule matches', () => {
    const decision = aRuleSet({ rules: [byName, always], ignoreRules: [byName] }).decide(STOP);
    expect(decision).toMatchObject({ outcome: 'ignored', rules: [{ name: 'by name' }, { name: 'always' }] });
  });

  it.each<[unknown, boolean]>([
    ['AccessDenied', true],
    ['AccessDeniedException', true],
    ['Client.UnauthorizedOperation', false],
    ['NotAccessDenied', false],
    [null, false],
    [undefined, false],
    [7, false],
  ])('with the error code %s counts as AccessDenied (%s)', (errorCode, expected) => {
    const record = (errorCode === undefined ? {} : { errorCode }) as CloudTrailRecord;
    expect(aRuleSet({ countAccessDenied: true }).decide(record).accessDenied).toBe(expected);
  });
});

describe('rule failures', () => {
  it('contain the rule, its expression, the error and the kind of rule', () => {
    const { failures } = aRuleSet({ rules: [failing, always], ignoreRules: [{ ...failing, name: 'other' }] }).decide(
      STOP,
    );
    const reported = {
      expression: failing.expression,
      code: 'missing_field',
      message: expect.stringContaining('missing'),
    };
    expect(failures).toEqual([
      { ...reported, ruleName: 'failing', ignoreRule: false },
      { ...reported, ruleName: 'other', ignoreRule: true },
    ]);
  });

  it.each<[string, CloudTrailRecord, readonly CloudTrailRecord[]]>([
    ['eventName == "StopLogging"', STOP, [DENIED, {}, { eventName: null }]],
    [
      'eventName == "StopLogging" and startsWith(eventSource, "cloudtrail")',
      STOP,
      [
        { ...STOP, eventSource: 's3.amazonaws.com' },
        { ...STOP, eventName: 'StartLogging' },
      ],
    ],
    [
      'eventName == "StopLogging" and startsWith(eventSource, "cloudtrail") and "a" in awsRegion',
      { ...STOP, awsRegion: 'a' },
      [STOP, { ...STOP, awsRegion: 'b' }, { ...STOP, awsRegion: 'a', eventName: 'x' }, { ...STOP, awsRegion: ['a'] }],
    ],
    [
      'endsWith(awsRegion, "1") and startsWith(userAgent, "a")',
      { awsRegion: '1', userAgent: 'a' },
      [
        { awsRegion: '2', userAgent: 'a' },
        { awsRegion: '1', userAgent: 'b' },
      ],
    ],
    ['readOnly == true', { readOnly: true }, [{}, { readOnly: null }, { readOnly: [] }, { readOnly: {} }]],
    ['(eventName == "StopLogging" or endsWith(errorCode, "x"))', { errorCode: 'x' }, [DENIED]],
  ])('occur only on records that meet the necessary conditions of the rule: %s', (conditions, met, unmet) => {
    const ruleSet = aRuleSet({ rules: [aRule('a', `event["missing"] > 1 and ${conditions}`)] });
    expect(ruleSet.decide(met).failures).toHaveLength(1);
    expect(unmet.flatMap((record) => ruleSet.decide(record).failures)).toEqual([]);
  });

  it('do not change the decision', () => {
    const { failures, ...decision } = aRuleSet({ rules: [failing] }).decide(STOP);
    expect(decision).toEqual({
      ...{ outcome: 'unmatched', rule: null, rules: [], ignoreRule: null, accessDenied: false },
      ...{ observations: [], withoutGroup: 0 },
    });
    expect(failures).toHaveLength(1);
  });

  it('include those of rules after the one that names the alert', () => {
    const { rule, failures } = aRuleSet({ rules: [always, failing] }).decide(STOP);
    expect(rule?.name).toBe('always');
    expect(failures.map(({ ruleName }) => ruleName)).toEqual(['failing']);
  });

  it('do not occur in ignore rules that are not evaluated', () => {
    expect(aRuleSet({ ignoreRules: [failing] }).decide(STOP).failures).toEqual([]);
  });

  it('report rules that do not compile; the other rules still work', () => {
    const broken = aRule('broken', 'eventName == "a" and startWith(eventName, "b")');
    const ruleSet = aRuleSet({ rules: [broken, byName], ignoreRules: [aRule('empty', '')] });
    expect(ruleSet.failures.map(({ ruleName, ignoreRule, code }) => [ruleName, ignoreRule, code])).toEqual([
      ['broken', false, 'unknown_function'],
      ['empty', true, 'syntax_error'],
    ]);
    expect(ruleSet.failures[0]?.message).toMatch(/at 1:22.*\n.*\n *\^+\n.*did you mean `startsWith`/);
    expect(ruleSet.decide(STOP).outcome).toBe('alert');
    expect(ruleSet.size).toBe(1);
  });
});

describe('the size of a rule set', () => {
  it.each<[string, Partial<RuleSetDefinition>, number]>([
    ['counts rules and ignore rules', { rules: [byName, bySource], ignoreRules: [always] }, 3],
    ['counts all tracked events together', { eventsToTrack: ['A', 'B'] }, 1],
    ['counts own rules that share a name', { rules: [byName, { ...bySource, name: byName.name }] }, 2],
    [
      'counts the variants of a rule of a pack once',
      { rules: [byName, { ...bySource, name: byName.name }].map((rule) => ({ ...rule, pack: 'p' })) },
      1,
    ],
  ])('%s', (_, definition, size) => {
    expect(aRuleSet(definition).size).toBe(size);
  });
});

describe('the filter', () => {
  const name = (...values: string[]) => ({ path: 'eventName', test: 'equals', values });

  it.each<[string, Partial<RuleSetDefinition>, unknown]>([
    ['lets nothing through if there are no rules', {}, []],
    [
      'contains the conditions of each rule',
      { rules: [byName, bySource] },
      [[name('StopLogging')], [expect.objectContaining({ path: 'eventSource' })]],
    ],
    [
      'contains a condition of several rules once',
      { rules: [byName, { ...byName, name: 'again' }] },
      [[name('StopLogging')]],
    ],
    ['lets everything through if a rule can match anything', { rules: [byName, always] }, null],
    ['contains tracked events', { eventsToTrack: ['A', 'B'] }, [[name('A', 'B')]]],
    [
      'contains AccessDenied if it is counted',
      { countAccessDenied: true },
      [[{ path: 'errorCode', test: 'startsWith', values: ['AccessDenied'] }]],
    ],
    ['omits ignore rules', { rules: [byName], ignoreRules: [always] }, [[name('StopLogging')]]],
    [
      'omits rules that no record can meet',
      { rules: [aRule('a', 'eventName in lists.none')], lists: { none: [] } },
      [],
    ],
    [
      'contains only the wider of two conditions',
      { rules: [aRule('a', 'eventName == "A" and (eventSource == "b" or readOnly)')] },
      [[name('A')]],
    ],
    ['omits rules that do not compile', { rules: [byName, aRule('a', 'and')] }, [[name('StopLogging')]]],
  ])('%s', (_, definition, alternatives) => {
    expect(aRuleSet(definition).filter.alternatives).toEqual(alternatives);
  });

  it('contains the condition of the AccessDenied rule and the AccessDenied count once', () => {
    expect(aRuleSet({ rules: [deniedRule], countAccessDenied: true }).filter.alternatives).toHaveLength(1);
  });
});

describe('a rule whose conditions are known', () => {
  const conditions = (values: readonly string[]) =>
    new Map([[byName.expression, [[{ path: 'eventName', test: 'equals' as const, values }]]]]);

  it('is decided by its expression', () => {
    const ruleSet = aRuleSet({ rules: [byName], conditions: conditions(['StopLogging', 'StartLogging']) });
    const outcomes = ['StopLogging', 'StartLogging', 'GetObject'].map(
      (name) => ruleSet.decide({ eventName: name }).outcome,
    );
    expect(outcomes).toEqual(['alert', 'unmatched', 'unmatched']);
  });

  it('is not evaluated on a record that does not meet them', () => {
    const ruleSet = aRuleSet({ rules: [byName], conditions: conditions(['GetObject']) });
    expect(ruleSet.decide(STOP).outcome).toBe('unmatched');
    expect(ruleSet.filter.alternatives).toEqual(conditions(['GetObject']).get(byName.expression));
  });
});
