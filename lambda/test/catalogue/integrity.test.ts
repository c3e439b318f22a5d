// The pack `integrity` in a whole rule set: when it is on, and what else matches what the function finds.

import { describe, expect, it } from 'vitest';
import { PACKS } from '../../src/core/rules/catalogue/packs.ts';
import { composeRules } from '../../src/setup/compose-rules.ts';
import { parseSettings } from '../../src/setup/settings.ts';
import { readPackCases } from './pack-cases.ts';

const CASES = Object.entries(readPackCases(import.meta.dirname, 'integrity')).map(([rule, { matches }]) => ({
  rule,
  record: matches[0] ?? {},
}));
const ALL_PACKS = PACKS.map(({ name }) => name).filter((name) => name !== 'integrity');

const decisionsOf = async (settings: object) => {
  const ruleSet = await composeRules(parseSettings(settings));
  return CASES.map(({ rule, record }) => ({ rule, rules: ruleSet.decide(record).rules.map(({ name }) => name) }));
};

describe('the pack integrity', () => {
  it('is on if log files are verified, and no rule of another pack matches a finding', async () => {
    const decisions = await decisionsOf({ verify_log_files: true, rule_packs: ALL_PACKS });
    expect(decisions).toEqual(CASES.map(({ rule }) => ({ rule, rules: [rule] })));
  });

  it.each([{}, { verify_log_files: false }])('is off with the settings %j', async (settings) => {
    expect(parseSettings(settings).rulePacks).not.toContain('integrity');
    expect((await decisionsOf(settings)).filter(({ rules }) => rules.length > 0)).toEqual([]);
  });

  it('has rules that can be disabled one by one', async () => {
    const decisions = await decisionsOf({ verify_log_files: true, disabled_rules: ['log-files-read-late'] });
    expect(decisions.filter(({ rules }) => rules.length === 0)).toEqual([{ rule: 'log-files-read-late', rules: [] }]);
  });

  it('can be routed', () => {
    const settings = {
      destinations: { topic: { type: 'sns', topic_arn: 'arn:aws:sns:eu-west-1:111111111111:t' } },
      routes: [{ packs: ['integrity'], destinations: ['topic'] }],
    };
    expect(parseSettings({ ...settings, verify_log_files: true }).routeTables).toHaveLength(1);
    expect(() => parseSettings(settings)).toThrow(/integrity/);
  });
});
