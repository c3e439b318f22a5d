// EventBridge patterns derived from rules: their form, and that they match every event that a rule matches.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventPatternOf, lengthOf, PATTERN_LIMIT } from '../../src/cli/event-pattern/event-pattern.ts';
import { patternFor } from '../../src/cli/event-pattern/print-event-pattern.ts';
import type { CloudTrailRecord, Json } from '../../src/core/records/record.ts';
import type { FieldCondition } from '../../src/core/records/record-filter.ts';
import { PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { compileRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { combinationsOf, quoted } from '../rules/any-expression.ts';
import { realRecords } from '../rules/panther-cases.ts';
import { isMatchedBy } from './pattern-matcher.ts';

const ALONE = { use_default_rules: false, push_access_denied_cloudwatch_metrics: false };
const settingsWith = (...rules: readonly string[]) => parseSettings({ ...ALONE, rules });
const detailFor = (...rules: readonly string[]) => patternFor(settingsWith(...rules)).detail;
const envelope = (detail: Json) => ({ 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.x', detail });

describe('the pattern of the rule', () => {
  it.each<[rule: string, detail: object]>([
    ["eventName == 'StopLogging'", { eventName: ['StopLogging'] }],
    [
      "eventName in ['A', 'B'] and eventSource == 's3.amazonaws.com'",
      { eventName: ['A', 'B'], eventSource: ['s3.amazonaws.com'] },
    ],
    ["userIdentity.type == 'Root'", { userIdentity: { type: ['Root'] } }],
    ["eventName.startsWith(['Delete', 'Put'])", { eventName: [{ prefix: 'Delete' }, { prefix: 'Put' }] }],
    ['event.get("errorCode", "").endsWith("Operation")', { errorCode: [{ suffix: 'Operation' }] }],
    ["'a*\\\\' in userAgent", { userAgent: [{ wildcard: '*a\\*\\\\*' }] }],
    ["userAgent.startsWith('')", { userAgent: [{ exists: true }] }],
    ['sessionCredentialFromConsole == true', { sessionCredentialFromConsole: [{ exists: true }] }],
    ["eventName == 'A' and readOnly == false", { eventName: ['A'] }],
    ["eventName.startsWith('Delete') and eventName.endsWith('Trail')", { eventName: [{ prefix: 'Delete' }] }],
    ["requestParameters.name == 'x' and eventName == 'A'", { eventName: ['A'] }],
    ["eventName == 'A' and eventName == 'B'", { eventName: [''] }],
    [
      "eventName == 'A' or userIdentity.type == 'Root'",
      { $or: [{ eventName: ['A'] }, { userIdentity: { type: ['Root'] } }] },
    ],
  ])('%s', (rule, detail) => {
    expect(detailFor(rule)).toEqual(detail);
  });

  it('does not match events that other sources put on the bus', () => {
    const pattern = patternFor(settingsWith("eventName == 'StopLogging'"));
    expect(isMatchedBy({ ...envelope({ eventName: 'StopLogging' }), source: 'my.app' }, pattern)).toBe(false);
  });

  it('matches only events from CloudTrail, with any detail type', () => {
    const pattern = patternFor(settingsWith("eventName == 'StopLogging'"));
    expect(pattern['detail-type']).toEqual([{ suffix: ' via CloudTrail' }]);
    const event = envelope({ eventName: 'StopLogging' });
    expect(isMatchedBy(event, pattern)).toBe(true);
    expect(isMatchedBy({ ...event, 'detail-type': 'AWS Console Sign In via CloudTrail' }, pattern)).toBe(true);
    expect(isMatchedBy({ ...event, 'detail-type': 'Object Created' }, pattern)).toBe(false);
    expect(isMatchedBy(envelope({ eventName: 'StartLogging' }), pattern)).toBe(false);
  });
});

describe('the pattern of several rules', () => {
  it('merges rules that differ in one field only', () => {
    const bucket = (name: string) => `eventSource == 's3.amazonaws.com' and eventName == '${name}'`;
    expect(detailFor(bucket('DeleteBucket'), bucket('PutBucketPolicy'))).toEqual({
      eventName: ['DeleteBucket', 'PutBucketPolicy'],
      eventSource: ['s3.amazonaws.com'],
    });
  });

  it('contains tracked events and the AccessDenied condition', () => {
    const settings = parseSettings({ use_default_rules: false, events_to_track: 'StopLogging' });
    expect(patternFor(settings).detail).toEqual({
      $or: [{ eventName: ['StopLogging'] }, { errorCode: [{ prefix: 'AccessDenied' }] }],
    });
  });

  it.each(PACKS.map(({ name }) => name))('fits into the quota for the pack %s', (pack) => {
    const pattern = patternFor(parseSettings({ rule_packs: [pack] }));
    expect(lengthOf(pattern)).toBeLessThanOrEqual(PATTERN_LIMIT);
  });

  it('fits into the quota for all packs together', () => {
    const pattern = patternFor(parseSettings({ rule_packs: PACKS.map(({ name }) => name) }));
    expect(lengthOf(pattern)).toBeLessThanOrEqual(PATTERN_LIMIT);
  });

  it('matches the first letters of sources if the sources exceed the quota', () => {
    const alternatives = Array.from({ length: 200 }, (_, index): FieldCondition[] => [
      { path: 'eventName', test: 'equals', values: [`DeleteSomethingWithALongName${index}`] },
      { path: 'eventSource', test: 'equals', values: [`service-${index}.amazonaws.com`] },
    ]);
    const pattern = eventPatternOf(alternatives);
    expect(pattern.detail).toEqual({ eventSource: [{ prefix: 'service-' }] });
    const detail = { eventName: 'DeleteSomethingWithALongName7', eventSource: 'service-7.amazonaws.com' };
    expect(isMatchedBy(envelope(detail), pattern)).toBe(true);
    expect(isMatchedBy(envelope({ ...detail, eventSource: 'other.amazonaws.com' }), pattern)).toBe(false);
  });

  it('is coarser if it exceeds the quota, and still matches every event of the rules', () => {
    const alternatives = Array.from({ length: 200 }, (_, index): FieldCondition[] => [
      { path: 'eventName', test: 'equals', values: [`DeleteSomethingWithALongName${index}`] },
      { path: 'eventSource', test: 'equals', values: [`service-${index % 5}.amazonaws.com`] },
    ]);
    const pattern = eventPatternOf(alternatives);
    expect(lengthOf(pattern)).toBeLessThanOrEqual(PATTERN_LIMIT);
    const detail = { eventName: 'DeleteSomethingWithALongName7', eventSource: 'service-2.amazonaws.com' };
    expect(isMatchedBy(envelope(detail), pattern)).toBe(true);
    expect(isMatchedBy(envelope({ ...detail, eventSource: 'other.amazonaws.com' }), pattern)).toBe(false);
  });

  it.each<[why: string, rule: string]>([
    ['requires no string', "userAgent != 'x'"],
    ['requires a field that a pattern cannot address', "requestParameters.bucketName == 'x'"],
    ['has a side of `or` that does', "eventName == 'A' or readOnly == false"],
  ])('is refused with the name of a rule that %s', (_why, expression) => {
    const settings = parseSettings({
      ...ALONE,
      rules: [
        { name: 'good', expression: "eventName == 'A'" },
        { name: 'open', expression },
      ],
    });
    expect(() => patternFor(settings)).toThrow(/no pattern can be derived[\s\S]*"open"/);
    expect(() => patternFor(settings)).not.toThrow(/"good"/);
  });
});

const NAMES = ['StopLogging', 'DeleteTrail', 'GetObject', 'ConsoleLogin', 'a*b', 'a\\b', ''];
const condition = fc.oneof(
  quoted(NAMES).map((name) => `eventName == ${name}`),
  fc.array(quoted(NAMES), { minLength: 1, maxLength: 3 }).map((names) => `eventName in [${names}]`),
  quoted(['s3.amazonaws.com', 'iam.amazonaws.com']).map((source) => `eventSource == ${source}`),
  quoted(['D', 'Stop', '', 'a*']).map((prefix) => `eventName.startsWith(${prefix})`),
  quoted(['*', '\\', 'Log', '']).map((part) => `${part} in eventName`),
  quoted(['Denied', 'Operation']).map((suffix) => `endsWith(event.get("errorCode", ""), ${suffix})`),
  quoted(['Root', 'IAMUser']).map((type) => `userIdentity.type == ${type}`),
  quoted(['alice', 'bob']).map((name) => `userIdentity.sessionContext.sessionIssuer.userName == ${name}`),
  fc.constantFrom('readOnly == true', 'succeeded()', "requestParameters.name == 'x'", "resources.0.type == 'y'"),
);
const expression = combinationsOf(condition);

const madeRecord = fc.record(
  {
    eventName: fc.constantFrom<Json>(...NAMES, null, 7),
    eventSource: fc.constantFrom<Json>('s3.amazonaws.com', 'iam.amazonaws.com', null),
    errorCode: fc.constantFrom<Json>('AccessDenied', 'Client.UnauthorizedOperation', '', null),
    readOnly: fc.constantFrom<Json>(true, false),
    userIdentity: fc.constantFrom<Json>(
      { type: 'Root' },
      { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'alice' } } },
      null,
    ),
    requestParameters: fc.constantFrom<Json>({ name: 'x' }, {}, null),
    resources: fc.constantFrom<Json>([{ type: 'y' }], [], { 0: { type: 'y' } }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<CloudTrailRecord>;

const REAL_RECORDS = realRecords();

/** The pattern of random rules. Rules that no pattern can cover are discarded. */
function patternOfRandom(rules: readonly string[]) {
  const settings = settingsWith(...rules);
  try {
    return { settings, pattern: patternFor(settings) };
  } catch (error) {
    fc.pre(!String(error).includes('no pattern can be derived'));
    throw error;
  }
}

describe('an event that a rule matches', () => {
  it('is matched by the pattern, for random rules', () => {
    let alerts = 0;
    let runs = 0;
    const records = fc.array(fc.oneof(madeRecord, fc.constantFrom(...REAL_RECORDS)), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(expression, { minLength: 1, maxLength: 4 }), records, (rules, some) => {
        const { settings, pattern } = patternOfRandom(rules);
        const { decide } = compileRules(settings);
        const matched = some.filter((record) => decide(record).outcome === 'alert');
        alerts += matched.length;
        runs++;
        expect(matched.filter((record) => !isMatchedBy(envelope(record), pattern))).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(alerts).toBeGreaterThan(runs);
  });

  it.each([[['core']], [['cis']], [['threats']], [['account-watch']], [['core', 'cis', 'threats', 'account-watch']]])(
    'is matched by the pattern of the packs %s, on real records',
    (packs) => {
      const settings = parseSettings({ ...ALONE, rule_packs: packs });
      const pattern = patternFor(settings);
      const { decide } = compileRules(settings);
      const matched = REAL_RECORDS.filter((record) => decide(record).outcome === 'alert');
      expect(matched.length).toBeGreaterThan(0);
      expect(matched.filter((record) => !isMatchedBy(envelope(record), pattern))).toEqual([]);
    },
  );
});
