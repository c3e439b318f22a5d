import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { misspelledNames, nameWarnings } from './misspelled.ts';

const variablesOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^variable "(\w+)"/gm)].map(([, name]) => String(name));
const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '']));

describe('the name of a variable in a file', () => {
  it.each([
    ['rule', 'rules'],
    ['ignore_rule', 'ignore_rules'],
    ['rule_pack', 'rule_packs'],
    ['disable_rules', 'disabled_rules'],
    ['Rules', 'rules'],
  ])('%s was probably meant to be %s', (written, meant) => {
    expect(misspelledNames({ [written]: [] })).toEqual([
      `the module has no variable \`${written}\`; did you mean \`${meant}\`?`,
    ]);
  });

  it('is not mistaken for another if it is one of the module', () => {
    const names = ['variables.tf', 'variables.deprecated.tf'].flatMap(variablesOf);
    expect(names.length).toBeGreaterThan(60);
    expect(misspelledNames(named(names))).toEqual([]);
  });

  it('can belong to another module', () => {
    expect(nameWarnings({ region: 'eu-west-1', rules: [], vpc_cidr: '10.0.0.0/8' })).toEqual([]);
  });

  it('shows that a file was meant for another purpose', () => {
    expect(nameWarnings({ cases: [] })).toEqual([expect.stringContaining('sets no variable that the function reads')]);
  });
});
