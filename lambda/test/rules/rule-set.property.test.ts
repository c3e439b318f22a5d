// Compares the rule set with a naive one that evaluates every rule and sorts the matches, on random rules and on random and
// real records.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import type { CompiledRule } from '../../src/core/language/rule-expression.ts';
import { textAt } from '../../src/core/records/field-path.ts';
import { type CloudTrailRecord, isJsonObject, type Json } from '../../src/core/records/record.ts';
import { definitionsOf, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import { ruleEnvironment } from '../../src/core/rules/rule-environment.ts';
import type { KnownConditions, RuleSetDefinition } from '../../src/core/rules/rule-set.ts';
import { letsThrough } from '../log-files/filter-oracle.ts';
import { combinationsOf, quoted } from './any-expression.ts';
import { realRecords } from './panther-cases.ts';

const RUNS = { numRuns: 300 };

const REAL_RECORDS = realRecords();

const NAMES = ['StopLogging', 'stoplogging', 'DeleteTrail', 'GetObject', 'ConsoleLogin', 'constructor', ''];
const SOURCES = ['cloudtrail.amazonaws.com', 's3.amazonaws.com', 'signin.amazonaws.com'];
const LISTS = { names: ['StopLogging', 'GetObject'], none: [] };

const condition = fc.oneof(
  quoted(NAMES).map((name) => `eventName == ${name}`),
  fc.array(quoted(NAMES), { minLength: 1, maxLength: 3 }).map((names) => `eventName in [${names}]`),
  quoted(SOURCES).map((source) => `eventSource == ${source}`),
  quoted(NAMES).map((name) => `iequals(eventName, ${name})`),
  quoted(NAMES).map((name) => `eventName.lower() == ${name}`),
  quoted(SOURCES).map((source) => `iequals(eventSource, [${source.toUpperCase()}, "x"])`),
  quoted(['D', 'Stop', 'G']).map((prefix) => `eventName.istartsWith(${prefix})`),
  quoted(['D', 'Stop', 'G']).map((prefix) => `eventName.startsWith(${prefix})`),
  quoted(['Denied', 'Operation']).map((suffix) => `endsWith(event.get("errorCode", ""), ${suffix})`),
  quoted(['Root', 'IAMUser']).map((type) => `userIdentity.type == ${type}`),
  fc.constantFrom(
    'eventName in lists.names',
    'eventName in lists.none',
    'event["errorCode"] != "x"',
    'readOnly == true',
    'readOnly in [true, "true"]',
    'errorCode == 5',
    'event.get("requestParameters.count", 3) == 3',
    'isReadOnly()',
    'succeeded()',
    'exists(requestParameters)',
    'requestParameters.count >= 3',
    '"errorCode" in event',
    'awsRegion.lower() == "eu-west-1"',
  ),
);

const expression = combinationsOf(condition);

const PACK_NAMES = ['threats', 'core', 'cis'];

// As rules are composed: pack by pack.
const byPack = (rules: readonly RuleDefinition[]): RuleDefinition[] =>
  [...PACK_NAMES, null].flatMap((pack) => rules.filter((rule) => rule.pack === pack));

const rulesNamed = (prefix: string) =>
  fc
    .array(fc.oneof({ weight: 12, arbitrary: expression }, { weight: 1, arbitrary: fc.constant('a b') }), {
      maxLength: 8,
    })
    .chain((expressions) =>
      fc.tuple(
        ...expressions.map((text, index) =>
          fc.record<RuleDefinition>({
            name: fc.constant(`${prefix} ${index}`),
            expression: fc.constant(text),
            severity: fc.constantFrom('info', 'low', 'medium', 'high', 'critical'),
            description: fc.constant(''),
            pack: fc.constantFrom(null, ...PACK_NAMES),
            runbookUrl: fc.constant(null),
          }),
        ),
      ),
    );

const definition: fc.Arbitrary<RuleSetDefinition> = fc.record({
  rules: rulesNamed('rule').map(byPack),
  ignoreRules: rulesNamed('ignore rule'),
  eventsToTrack: fc.subarray(NAMES, { maxLength: 2 }),
  lists: fc.constant(LISTS),
  countAccessDenied: fc.boolean(),
});

const madeRecord = fc.record(
  {
    eventName: fc.oneof(fc.constantFrom<Json>(...NAMES, null, 7), fc.constant<Json>({ nested: 'StopLogging' })),
    eventSource: fc.constantFrom<Json>(...SOURCES, null),
    errorCode: fc.constantFrom<Json>('AccessDenied', 'Client.UnauthorizedOperation', '', null, 5),
    awsRegion: fc.constantFrom<Json>('EU-WEST-1', null),
    readOnly: fc.constantFrom<Json>(true, false, 'true', null),
    userIdentity: fc.constantFrom<Json>({ type: 'Root' }, { type: 'IAMUser' }, [], null),
    requestParameters: fc.constantFrom<Json>({ count: 3 }, { count: '3' }, {}, null),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<CloudTrailRecord>;

const record = fc.oneof(madeRecord, fc.constantFrom(...REAL_RECORDS));

// Each rule is compiled once for its lists: the catalogue has hundreds.
const compiledRules = new WeakMap<object, Map<string, CompiledRule | null>>();

function compileOnce(text: string, lists: RuleSetDefinition['lists']): CompiledRule | null {
  const rules = compiledRules.get(lists) ?? new Map<string, CompiledRule | null>();
  compiledRules.set(lists, rules);
  if (!rules.has(text)) rules.set(text, compileRule(text, ruleEnvironment(lists)).rule);
  return rules.get(text) ?? null;
}

// Without an index. Only a failure depends on the necessary conditions: a rule that cannot match is not evaluated.
function evaluate({ expression: text }: RuleDefinition, { lists }: RuleSetDefinition, subject: CloudTrailRecord) {
  const rule = compileOnce(text, lists);
  if (rule === null) return false;
  const result = rule.evaluate(subject);
  return typeof result === 'boolean' ? result : letsThrough({ alternatives: rule.necessary }, subject) && 'failed';
}

// The most severe rule first; then the user's own, then packs as listed, then `core`. One bucket for each place.
function sorted(rules: readonly RuleDefinition[]): RuleDefinition[] {
  const packs = [...new Set(rules.map(({ pack }) => pack))].filter((pack) => pack !== null && pack !== 'core');
  const buckets = ['critical', 'high', 'medium', 'low', 'info'].flatMap((severity) =>
    [null, ...packs, 'core'].map((pack) => rules.filter((rule) => rule.severity === severity && rule.pack === pack)),
  );
  return buckets.flat();
}

const feedsOnly = ({ correlation, generate }: RuleDefinition) => correlation !== undefined || generate === false;

function decideNaively(set: RuleSetDefinition, subject: CloudTrailRecord) {
  const results = sorted(set.rules)
    .filter((rule) => rule.expression !== '')
    .map((rule) => ({ name: rule.name, result: evaluate(rule, set, subject), feeds: feedsOnly(rule) }));
  const matching = results.filter(({ result }) => result === true);
  const tracked = set.eventsToTrack.includes(textAt(subject, 'eventName') ?? 'no name') ? ['tracked-event'] : [];
  const rules = [...matching.filter(({ feeds }) => !feeds).map(({ name }) => name), ...tracked];
  const accessDenied = set.countAccessDenied && (textAt(subject, 'errorCode') ?? '').startsWith('AccessDenied');
  const ignoring = set.ignoreRules.map((rule) => ({ name: rule.name, result: evaluate(rule, set, subject) }));
  const first = ignoring.findIndex(({ result }) => result === true);
  const evaluated =
    matching.length + tracked.length === 0 && !accessDenied
      ? []
      : ignoring.slice(0, first === -1 ? undefined : first + 1);
  const ignoreRule = evaluated.find(({ result }) => result === true)?.name ?? null;
  const observed = matching.length > 0 ? 'observed' : 'unmatched';
  const outcome = ignoreRule !== null ? 'ignored' : rules.length > 0 ? 'alert' : observed;
  const failed = [...results, ...evaluated].filter(({ result }) => result === 'failed').map(({ name }) => name);
  return { outcome, rule: rules[0] ?? null, rules, ignoreRule, accessDenied, failed };
}

function decide(set: RuleSetDefinition, subject: CloudTrailRecord, ruleSet = createRuleSet(set)) {
  const { outcome, rule, rules, ignoreRule, accessDenied, failures, withoutGroup } = ruleSet.decide(subject);
  return {
    // The naive rule set evaluates no groups.
    outcome: outcome === 'unmatched' && withoutGroup > 0 ? 'observed' : outcome,
    rule: rule?.name ?? null,
    rules: rules.map(({ name }) => name),
    ignoreRule: ignoreRule?.name ?? null,
    accessDenied,
    failed: failures.map(({ ruleName }) => ruleName),
  };
}

// Of every `step`-th expression that compiles.
function conditionsOf({ rules, lists }: RuleSetDefinition, step: number): KnownConditions {
  const compiled = rules.map(({ expression: text }) => compileOnce(text, lists)).filter((rule) => rule !== null);
  const chosen = compiled.filter((_, index) => index % step === 0);
  return new Map(chosen.map(({ source, necessary }) => [source, necessary]));
}

describe('the rule set', () => {
  it('decides as a naive one that evaluates every rule and sorts the matches', () => {
    fc.assert(
      fc.property(definition, fc.array(record, { minLength: 1, maxLength: 4 }), (set, records) => {
        for (const subject of records) expect(decide(set, subject)).toEqual(decideNaively(set, subject));
      }),
      RUNS,
    );
  });

  it('decides the same if the conditions of some expressions are known', () => {
    fc.assert(
      fc.property(definition, fc.array(record, { minLength: 1, maxLength: 4 }), fc.boolean(), (set, records, every) => {
        const ruleSet = createRuleSet({ ...set, conditions: conditionsOf(set, every ? 1 : 2) });
        for (const subject of records) expect(decide(set, subject, ruleSet)).toEqual(decideNaively(set, subject));
        expect(ruleSet.filter).toEqual(createRuleSet(set).filter);
      }),
      RUNS,
    );
  });

  it('does not depend on rules that neither match nor fail', () => {
    fc.assert(
      fc.property(definition, record, (set, subject) => {
        const whole = decide(set, subject);
        const counts = ({ name }: RuleDefinition) =>
          whole.rules.includes(name) || name === whole.ignoreRule || whole.failed.includes(name);
        const reduced = { ...set, rules: set.rules.filter(counts), ignoreRules: set.ignoreRules.filter(counts) };
        expect(decide(reduced, subject)).toEqual(whole);
      }),
      RUNS,
    );
  });

  it('has a filter that lets every record through that is not unmatched without failures', () => {
    fc.assert(
      fc.property(definition, record, (set, subject) => {
        const ruleSet = createRuleSet(set);
        const { outcome, failures, accessDenied } = ruleSet.decide(subject);
        const isPlain = outcome === 'unmatched' && failures.length === 0 && !accessDenied;
        expect(isPlain || letsThrough(ruleSet.filter, subject)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('the whole catalogue', () => {
  const CATALOGUE: RuleSetDefinition = {
    rules: definitionsOf(
      PACKS.map(({ name }) => name),
      [],
    ),
    ignoreRules: [],
    eventsToTrack: [],
    lists: packLists({ functionName: 'f' }),
    countAccessDenied: true,
  };
  const ruleSet = createRuleSet(CATALOGUE);

  it('never throws, whatever the JSON', () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
    const odd = fc.constantFrom('__proto__', 'constructor', 'toString', 'eventName', 'userIdentity', 'eventSource');
    const subject = fc.oneof(json, fc.dictionary(odd, json, { noNullPrototype: true }), record);
    fc.assert(
      fc.property(subject, (value) => {
        expect(['alert', 'observed', 'ignored', 'unmatched']).toContain(
          ruleSet.decide(value as CloudTrailRecord).outcome,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('fails on no record as CloudTrail writes them', () => {
    const failures = REAL_RECORDS.flatMap((subject) => ruleSet.decide(subject).failures);
    expect(failures).toEqual([]);
  });

  it('fails on no record with a null instead of a string', () => {
    const failures = REAL_RECORDS.flatMap((subject) => withNulls(subject))
      .flatMap((subject) => ruleSet.decide(subject).failures)
      .map(({ ruleName, message }) => `${ruleName}: ${message}`);
    expect([...new Set(failures)]).toEqual([]);
  });

  it('decides on real records as a naive rule set does', () => {
    for (const subject of REAL_RECORDS.slice(0, 100))
      expect(decide(CATALOGUE, subject, ruleSet)).toEqual(decideNaively(CATALOGUE, subject));
  });
});

// The record once for each string in it.
function withNulls(json: Json): CloudTrailRecord[] {
  if (!isJsonObject(json)) return [];
  return Object.entries(json).flatMap(([key, value]) => {
    const changed = typeof value === 'string' ? [null] : withNulls(value as Json);
    return changed.map((one) => ({ ...json, [key]: one }));
  });
}
