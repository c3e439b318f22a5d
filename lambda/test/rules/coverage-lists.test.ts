// What docs/coverage.md states about the lists whose publishers add no records to their rules, against records that we wrote
// after the conditions of each rule: `reported` are those that a default rule must match, `missed` show why one covers a rule
// only partly.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';
import { PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { listedRules, ruleSetOf } from './listed-rules.ts';

interface Records {
  readonly reported: readonly CloudTrailRecord[];
  readonly missed?: readonly CloudTrailRecord[];
}

// What the records leave out.
const USUAL: CloudTrailRecord = {
  eventType: 'AwsApiCall',
  readOnly: false,
  sourceIPAddress: '198.41.200.7',
  userAgent: 'aws-cli/2.15.0',
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::123456789012:user/alice',
    accountId: '123456789012',
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'alice',
  },
  requestParameters: null,
  responseElements: null,
  recipientAccountId: '123456789012',
};

// Rules over what other rules found; the histories of the catalogue test them.
const OVER_RULES = new Set(
  PACKS.flatMap(({ rules }) => rules.filter(({ expression }) => expression === '').map(({ name }) => name)),
);

function recordsOf(list: string): Readonly<Record<string, Records>> {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, 'coverage-records', `${list}.json`), 'utf8'));
}

describe.each(['sentinel', 'secops', 'falco'])('the list %s', (list) => {
  const records = recordsOf(list);
  const judged = listedRules(list).flatMap(({ rules, ...listed }) =>
    rules?.some((name) => !OVER_RULES.has(name)) ? [{ ...listed, rules }] : [],
  );
  const alerts = (rules: readonly string[], of: readonly CloudTrailRecord[] = []) => {
    const ruleSet = ruleSetOf(rules);
    return of.filter((record) => ruleSet.decide({ ...USUAL, ...record }).outcome === 'alert');
  };

  it('has records for each rule that it states as reported', () => {
    expect(Object.keys(records).toSorted()).toEqual(judged.map(({ file }) => file).toSorted());
  });

  it.each(judged)('names default rules that match what $file reports', ({ file, rules }) => {
    expect(records[file]?.reported).not.toEqual([]);
    expect(alerts(rules, records[file]?.reported)).toEqual(records[file]?.reported);
  });

  it.each(judged.filter(({ partly }) => partly))('is right that $file is reported only partly', ({ file, rules }) => {
    expect(alerts(rules, records[file]?.missed)).toEqual([]);
  });

  it('has records that are missed only for rules that it states as partly reported', () => {
    const whole = judged.filter(({ file, partly }) => !partly && records[file]?.missed !== undefined);
    expect(whole).toEqual([]);
  });
});
