import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readPackCases } from '../lambda/test/catalogue/pack-cases.ts';
import { pantherDetections } from '../lambda/test/rules/panther-cases.ts';
import { renderDefaultRules } from './generate-default-rules.ts';
import { renderRuleExamples } from './generate-rule-examples.ts';

const read = (name: string) => readFileSync(path.join(import.meta.dirname, '..', name), 'utf8');

it('docs/default-rules.md is the output of scripts/generate-default-rules.mjs', () => {
  expect(read('docs/default-rules.md')).toBe(renderDefaultRules(pantherDetections()));
});

it('docs/rule-examples.md is the output of scripts/generate-default-rules.mjs', () => {
  const casesOf = (pack: string) => readPackCases(path.join(import.meta.dirname, '../lambda/test/catalogue'), pack);
  expect(read('docs/rule-examples.md')).toBe(renderRuleExamples(casesOf));
});
