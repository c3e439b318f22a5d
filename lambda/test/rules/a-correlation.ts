// Builders for tests of correlations: rules, correlations, rule sets and a record that feeds them.

import type { Correlation } from '../../src/core/correlation/correlation.ts';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { createRuleSet } from '../../src/core/rules/create-rule-set.ts';
import type { RuleDefinition } from '../../src/core/rules/rule.ts';
import type { RuleSetDefinition } from '../../src/core/rules/rule-set.ts';

export const aRule = (name: string, expression: string, more: Partial<RuleDefinition> = {}): RuleDefinition => ({
  ...{ name, expression, severity: 'medium', description: '', pack: null, runbookUrl: null, ...more },
});

const COUNT: Correlation = {
  ...{ type: 'event_count', rules: null, groupBy: ['userIdentity.arn'], field: null, aliases: {} },
  ...{ timespanMs: 600_000, gte: 2, learnMs: 0 },
};
export const aCorrelation = (
  name: string,
  change: Partial<Correlation>,
  more: Partial<RuleDefinition> = {},
): RuleDefinition =>
  aRule(name, change.rules ? '' : 'eventName == "A"', { correlation: { ...COUNT, ...change }, ...more });

export const aRuleSet = (rules: readonly RuleDefinition[], parts: Partial<RuleSetDefinition> = {}) =>
  createRuleSet({ rules, ignoreRules: [], eventsToTrack: [], lists: {}, countAccessDenied: false, ...parts });

export const A: CloudTrailRecord = {
  ...{
    eventName: 'A',
    eventID: 'e1',
    eventTime: '2026-01-02T03:04:05Z',
    awsRegion: 'eu-west-1',
    errorCode: 'AccessDenied',
  },
  ...{
    recipientAccountId: '111122223333',
    userIdentity: { arn: 'arn:alice' },
    requestParameters: { bucketName: 'logs' },
  },
};
export const TIME = Date.UTC(2026, 0, 2, 3, 4, 5);
export const onA = aRule('on-a', 'eventName == "A"');
export const silent = aRule('silent', 'eventName == "A"', { generate: false });
