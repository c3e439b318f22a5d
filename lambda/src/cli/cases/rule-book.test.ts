import { describe, expect, it } from 'vitest';
import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { parseSettings } from '../../setup/settings.ts';
import { createRuleBook } from './rule-book.ts';

await loadPatternEngine();

const deletion = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'DeleteTrail' };
const refusal = { ...deletion, errorCode: 'TrailNotFoundException' };

describe('the rule book', () => {
  it('decides by the name of a rule of the catalogue with all of its variants', () => {
    const ruleSet = createRuleBook(parseSettings({})).ruleSet('trail-deleted');
    expect(ruleSet.decide(deletion)).toMatchObject({ rule: { name: 'trail-deleted', severity: 'critical' } });
    expect(ruleSet.decide(refusal)).toMatchObject({ rule: { name: 'trail-deleted', severity: 'high' } });
  });

  it('finds a rule of the catalogue that matches in each of its variants', () => {
    const { compiled } = createRuleBook(parseSettings({})).find('trail-deleted');
    expect([deletion, refusal].map((record) => compiled?.evaluate(record))).toEqual([true, true]);
  });

  it("prefers the user's rule of the same name", () => {
    const settings = parseSettings({ rules: [{ name: 'trail-deleted', expression: 'eventName == "X"' }] });
    expect(createRuleBook(settings).ruleSet('trail-deleted').decide(deletion).outcome).toBe('unmatched');
  });
});
