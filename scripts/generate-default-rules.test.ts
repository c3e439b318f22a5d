import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pantherDetections } from '../lambda/test/rules/panther-cases.ts';
import { renderDefaultRules } from './generate-default-rules.ts';

it('docs/default-rules.md is the output of scripts/generate-default-rules.mjs', () => {
  const committed = readFileSync(path.join(import.meta.dirname, '../docs/default-rules.md'), 'utf8');
  expect(committed).toBe(renderDefaultRules(pantherDetections()));
});
