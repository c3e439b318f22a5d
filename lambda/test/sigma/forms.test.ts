// Every form of a Sigma rule that converts, on records that match and that do not.

import { beforeAll, describe, expect, it } from 'vitest';
import { loadPatternEngine } from '../../src/core/language/functions/pattern-engine.ts';
import { compileSigma, convertText, FORMS, ruleWith } from './sigma-cases.ts';

beforeAll(loadPatternEngine);

describe('a converted rule', () => {
  it.each(FORMS)('keeps its meaning: $form', ({ detection, expression, matches, misses }) => {
    const text = ruleWith(detection);
    const { rules, remarks } = convertText(text);
    expect(remarks.filter(({ level }) => level === 'error')).toEqual([]);
    if (expression !== undefined) expect(rules[0]?.expression).toBe(expression);
    const evaluate = compileSigma(text);
    expect(matches.map(evaluate)).toEqual(matches.map(() => true));
    expect(misses.map(evaluate)).toEqual(misses.map(() => false));
  });
});
