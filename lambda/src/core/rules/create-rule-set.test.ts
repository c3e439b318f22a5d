import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../records/record.ts';
import { createRuleSet } from './create-rule-set.ts';
import type { RuleDefinition } from './rule.ts';
import type { RuleSetDefinition } from './rule-set.ts';

const aRule = (name: string, expression: string): RuleDefinition => ({
  name,
  expression,
  severity: 'medium',
  description: '',
  pack: null,
  runbookUrl: null,
});

const aRuleSet = (parts: Partial<RuleSetDefinition>) =>
  createRuleSet({ rules: [], ignoreRules: [], eventsToTrack: [], lists: {}, countAccessDenied: false, ...parts });

const STOP: CloudTrailRecord = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' };
const DENIED: CloudTrailRecord = { eventName: 'GetObject', errorCode: 'AccessDeniedException' };

const byName = aRule('by name', 'eventName == "StopLogging"');
const bySource = aRule('by source', 'eventSource == "cloudtrail.amazonaws.com"');
const always = aRule('always', 'not exists(nothing)');
const failing = aRule('failing', 'event["missing"] == 1');
const deniedRule = aRule('denied', 'startsWith(event.get("errorCode", ""), "AccessDenied")');

describe('a record', () => {
  it.each<[string, Partial<RuleSetDefinition>, CloudTrailRecord, string, string | null, string | null]>([
    ['is unmatched where there is no rule', {}, STOP, 'unmatched', null, null],
    ['alerts where a rule matches', { rules: [byName] }, STOP, 'alert', 'by name', null],
    ['is unmatched where none matches', { rules: [byName] }, DENIED, 'unmatched', null, null],
    [
      'is named by the first rule that matches',
      { rules: [bySource, always, byName] },
      STOP,
      'alert',
      'by source',
      null,
    ],
    ['is named by a rule without conditions first', { rules: [always, byName] }, STOP, 'alert', 'always', null],
    ['alerts as tracked event', { eventsToTrack: ['StopLogging'] }, STOP, 'alert', 'tracked-event', null],
    ['is tracked last', { rules: [always], eventsToTrack: ['StopLogging'] }, STOP, 'alert', 'always', null],
    ['is ignored', { rules: [always, byName], ignoreRules: [byName] }, STOP, 'ignored', 'always', 'by name'],
    [
      'is ignored when tracked',
      { eventsToTrack: ['StopLogging'], ignoreRules: [byName] },
      STOP,
      'ignored',
      'tracked-event',
      'by name',
    ],
    ['is unmatched where only an ignore rule matches', { ignoreRules: [always] }, STOP, 'unmatched', null, null],
    [
      'is ignored when it counts as AccessDenied',
      { ignoreRules: [always], countAccessDenied: true },
      DENIED,
      'ignored',
      null,
      'always',
    ],
    ['is unmatched where AccessDenied is not counted', { ignoreRules: [always] }, DENIED, 'unmatched', null, null],
    ['is unmatched where AccessDenied is not ignored', { countAccessDenied: true }, DENIED, 'unmatched', null, null],
    ['alerts though a rule before fails', { rules: [failing, byName] }, STOP, 'alert', 'by name', null],
    ['alerts though an ignore rule fails', { rules: [byName], ignoreRules: [failing] }, STOP, 'alert', 'by name', null],
  ])('%s', (_, definition, record, outcome, rule, ignoreRule) => {
    const decision = aRuleSet(definition).decide(record);
    expect([decision.outcome, decision.rule?.name ?? null, decision.ignoreRule?.name ?? null]).toEqual([
      outcome,
      rule,
      ignoreRule,
    ]);
  });

  it.each<[unknown, boolean]>([
    ['AccessDenied', true],
    ['AccessDeniedException', true],
    ['Client.UnauthorizedOperation', false],
    ['NotAccessDenied', false],
    [null, false],
    [undefined, false],
    [7, false],
  ])('with the error code %s counts as AccessDenied: %s', (errorCode, expected) => {
    const record = (errorCode === undefined ? {} : { errorCode }) as CloudTrailRecord;
    expect(aRuleSet({ countAccessDenied: true }).decide(record).accessDenied).toBe(expected);
  });
});

describe('failures', () => {
  it('name the rule, its text, what went wrong and which kind of rule it is', () => {
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

  it('come only from records that meet the conditions of the rule', () => {
    const ruleSet = aRuleSet({ rules: [aRule('a', 'eventName == "StopLogging" and event["missing"] == 1')] });
    expect(ruleSet.decide(DENIED).failures).toEqual([]);
    expect(ruleSet.decide(STOP).failures).toHaveLength(1);
  });

  it('do not come from ignore rules that nobody asks', () => {
    expect(aRuleSet({ ignoreRules: [failing] }).decide(STOP).failures).toEqual([]);
  });

  it('tell of rules that do not compile, and leave the others at work', () => {
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

describe('the filter', () => {
  const name = (...values: string[]) => ({ path: 'eventName', test: 'equals', values });

  it.each<[string, Partial<RuleSetDefinition>, unknown]>([
    ['lets nothing through where nothing is asked', {}, []],
    [
      'holds each rule',
      { rules: [byName, bySource] },
      [[name('StopLogging')], [expect.objectContaining({ path: 'eventSource' })]],
    ],
    ['holds what several rules need once', { rules: [byName, { ...byName, name: 'again' }] }, [[name('StopLogging')]]],
    ['lets everything through where a rule may match anything', { rules: [byName, always] }, null],
    ['holds tracked events', { eventsToTrack: ['A', 'B'] }, [[name('A', 'B')]]],
    [
      'holds AccessDenied where it is counted',
      { countAccessDenied: true },
      [[{ path: 'errorCode', test: 'startsWith', values: ['AccessDenied'] }]],
    ],
    ['does without ignore rules', { rules: [byName], ignoreRules: [always] }, [[name('StopLogging')]]],
    [
      'does without rules that no record can meet',
      { rules: [aRule('a', 'eventName in lists.none')], lists: { none: [] } },
      [],
    ],
    [
      'needs no more than the widest of two conditions',
      { rules: [aRule('a', 'eventName == "A" and (eventSource == "b" or readOnly)')] },
      [[name('A')]],
    ],
    ['does without rules that do not compile', { rules: [byName, aRule('a', 'and')] }, [[name('StopLogging')]]],
  ])('%s', (_, definition, alternatives) => {
    expect(aRuleSet(definition).filter.alternatives).toEqual(alternatives);
  });

  it('is that of the AccessDenied rule as well', () => {
    expect(aRuleSet({ rules: [deniedRule], countAccessDenied: true }).filter.alternatives).toHaveLength(1);
  });
});
