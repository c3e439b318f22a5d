import path from 'node:path';
import { expect, it } from 'vitest';
import { readPackCases } from '../lambda/test/catalogue/pack-cases.ts';
import { ROOT, readText } from '../lambda/test/repository.ts';
import { pantherDetections } from '../lambda/test/rules/panther-cases.ts';
import { renderDefaultRules } from './generate-default-rules.ts';
import { renderRuleExamples } from './generate-rule-examples.ts';

it('docs/default-rules.md is the output of scripts/generate-default-rules.mjs', () => {
  expect(readText('docs/default-rules.md')).toBe(renderDefaultRules(pantherDetections()));
});

it('docs/rule-examples.md is the output of scripts/generate-default-rules.mjs', () => {
  const casesOf = (pack: string) => readPackCases(path.join(ROOT, 'lambda/test/catalogue'), pack);
  expect(readText('docs/rule-examples.md')).toBe(renderRuleExamples(casesOf));
});
