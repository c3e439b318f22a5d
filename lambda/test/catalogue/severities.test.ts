// The same act has one severity in every pack: whatever packs are on, a route for a severity gets the same acts.

import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { definitionsOfRule, PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import { packLists } from '../../src/core/rules/pack-lists.ts';
import { namedEvents } from './named-events.ts';

const RULES = PACKS.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule })));
const LISTS = packLists({ functionName: 'cloudtrail-to-slack' });

const SETS = RULES.flatMap(({ pack, rule }) =>
  definitionsOfRule(pack, rule).map((definition) => ({
    definition,
    ruleSet: createRuleSet({
      rules: [definition],
      ignoreRules: [],
      eventsToTrack: [],
      lists: LISTS,
      countAccessDenied: false,
    }),
  })),
);

// A record that contains only who did what, so that only rules about the act as such match.
function act(event: string, outcome: Readonly<Record<string, string>>): CloudTrailRecord {
  const [eventSource, eventName] = event.split(' ') as [string, string];
  return {
    eventSource,
    eventName,
    eventType: 'AwsApiCall',
    readOnly: false,
    userAgent: 'aws-cli/2.15.0',
    userIdentity: { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::111122223333:user/alice' },
    requestParameters: { userName: 'alice' },
    ...outcome,
  };
}

const EVENTS = [
  ...new Set(
    RULES.flatMap(({ pack, rule }) => namedEvents(pack, rule)).flatMap(({ sources, names }) =>
      sources.flatMap((source) => names.map((name) => `${source} ${name}`)),
    ),
  ),
];

const matchesOf = (record: CloudTrailRecord) =>
  SETS.filter(({ ruleSet }) => ruleSet.decide(record).outcome === 'alert').map(({ definition }) => definition);

describe.each([
  ['succeeded', {}],
  ['failed', { errorCode: 'ValidationException' }],
])('an act that %s', (_, outcome) => {
  it.each(EVENTS)('has one severity in every pack: %s', (event) => {
    const severities = matchesOf(act(event, outcome)).map(({ name, severity }) => ({ name, severity }));
    expect(severities.filter(({ severity }) => severity !== severities[0]?.severity)).toEqual([]);
  });
});

it('acts have severities that the test above compares', () => {
  const several = EVENTS.filter((event) => matchesOf(act(event, {})).length > 1);
  expect(several.length).toBeGreaterThan(10);
});
