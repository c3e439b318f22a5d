// The HCL that `convert sigma` prints, read back by the parser of Terraform.

import hcl from '@cdktn/hcl2json';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { printTfvars } from '../../src/cli/convert/print-tfvars.ts';
import type { ConvertedRule } from '../../src/core/sigma/converted-rule.ts';

const base: ConvertedRule = {
  ...{ name: 'n', expression: 'true', severity: 'high', description: 'd', runbook_url: null, source: 'a.yml' },
};

// The parser leaves `$${` and `%%{` as they are.
const plain = (text: string): string => text.replaceAll('$${', '${').replaceAll('%%{', '%{');

async function readBack(rules: readonly ConvertedRule[]): Promise<unknown> {
  const parsed = (await hcl.parse('rules.tfvars', printTfvars(rules))) as { rules: Record<string, string>[] };
  return parsed.rules.map((rule) =>
    Object.fromEntries(Object.entries(rule).map(([key, value]) => [key, plain(value)])),
  );
}

// The parser loads its WebAssembly file when it first runs, which takes longer than a quick run gives a property.
beforeAll(() => readBack([base]));

describe('the variable rules', () => {
  it('contains each text as it is', { timeout: 60_000 }, async () => {
    const pieces = fc.constantFrom(
      '$',
      '%',
      '{',
      '}',
      '"',
      '\\',
      '\n',
      '\r',
      '\t',
      '\u0000',
      '\u202e',
      '\u2028',
      '\u{e0001}',
      'é',
      '😀',
      'a',
      '#',
      "'",
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (description, source) => {
        fc.pre(description !== '');
        const expected = { name: 'n', expression: 'true', severity: 'high', description: description.normalize('NFC') };
        expect(await readBack([{ ...base, description, source }])).toEqual([expected]);
      }),
      { numRuns: 200 },
    );
  });

  it('is an empty list without rules', () => {
    expect(printTfvars([])).toBe('rules = []');
  });

  it('aligns the attributes of each rule', () => {
    expect(printTfvars([base, { ...base, runbook_url: 'https://example.com' }])).toMatchInlineSnapshot(`
      "rules = [
        # a.yml
        {
          name        = "n"
          expression  = "true"
          severity    = "high"
          description = "d"
        },
        # a.yml
        {
          name        = "n"
          expression  = "true"
          severity    = "high"
          description = "d"
          runbook_url = "https://example.com"
        },
      ]"
    `);
  });
});
