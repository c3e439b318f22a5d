// The tfvars reader of the studio reads what Terraform's own parser reads, and refuses everything else with the line.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import hcl from '@cdktn/hcl2json';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { printVariables } from '../../lambda/src/cli/convert/print-tfvars.ts';
import { readVariables } from '../../lambda/src/cli/settings/read-variables.ts';
import { readTfvars } from '../src/engine/read-tfvars.ts';

const scalar = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('${x}', '%{ if }', '$${', '"quoted"', 'back\\slash', 'line\nbreak', '\u2028', '# no comment'),
  fc.integer(),
  fc.boolean(),
);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ unit: fc.constantFrom('a', 'b', '_', ' ', '-', '1'), minLength: 1, maxLength: 5 }),
      tie('value'),
    ),
  ),
})).value;

describe('tfvars in the studio', () => {
  it('reads what the export prints', () => {
    fc.assert(
      fc.property(value, (given) => {
        // Terraform normalizes texts.
        const one = JSON.parse(JSON.stringify(given).normalize('NFC'));
        const printed = printVariables({ first: given, second: [{ name: 'x', value: given }] });
        expect(readTfvars(printed)).toEqual({ first: one, second: [{ name: 'x', value: one }] });
      }),
    );
  });

  it.each([
    ['comments', 'a = 1 # one\n// two\n/* three\n four */ b = 2\n'],
    ['lists over several lines', 'a = [\n  "x", # first\n  "y"\n  ,\n]\n'],
    ['objects with commas, line breaks and colons', 'a = { b = 1, c : 2\n "d e" = [true, null]\n f = {} }\n'],
    ['a text over several lines', 'a = <<EOT\n one\n  two\nEOT\nb = 1\n'],
    ['an indented text over several lines', 'a = <<-EOT\n    one\n      two\n\n    EOT\n'],
    ['escapes', 'a = "\\"\\\\\\n\\t\\u00e9\\U0001F600 $${x} %%{y}"\n'],
    ['numbers', 'a = [1, -2, 1.5, 1e3, 0]\n'],
    ['Windows line ends', 'a = 1\r\nb = "x"\r\n'],
    ['no line break at the end', 'a = "x"'],
    ['nothing', '\n\n'],
  ])('reads %s as Terraform does', async (_, source) => {
    const expected = JSON.parse(
      JSON.stringify(await hcl.parse('a.tfvars', source))
        .replaceAll('$${', '${')
        .replaceAll('%%{', '%{'),
    );
    expect(readTfvars(source)).toEqual(expected);
  });

  it.each([
    ['an interpolation', 'a = 1\nb = "${var.x}"', 'line 2: ${var.x} is an expression'],
    ['a reference', 'a = var.x', 'line 1: ".x" is not part of a literal value'],
    ['a function', 'a = concat([], [])', 'line 1: "([], [])" is not part of a literal value'],
    ['arithmetic', 'a = 1 + 2', 'line 1: "+ 2" is not part of a literal value'],
    ['a block', 'resource "x" {\n}', 'line 1: expected = after resource'],
    ['a string without an end', 'a = "x\n', 'line 1: the string has no closing quote'],
    ['a text without an end', 'a = <<EOT\nx\n', 'line 1: the text that ends with EOT has no end'],
    ['an unknown escape', 'a = "\\q"', 'line 1: \\q is no escape'],
    ['a variable twice', 'a = 1\na = 2', 'line 2: the variable a has a value already'],
    ['two values on a line', 'a = 1 b = 2', 'line 1: expected a line break'],
    ['a list without an end', 'a = [1,\n2', 'line 2: expected , or ], found the end of the file'],
    ['a missing value', 'a =\n', 'line 1: expected a value, found the line break'],
    ['deep nesting', `a = ${'['.repeat(200)}`, 'line 1: the value is nested too deeply'],
  ])('refuses %s', (_, source, problem) => {
    expect(() => readTfvars(source)).toThrow(problem);
  });
});

interface Recorded {
  readonly source: string;
  /** `computes`: a constant expression, or a number that JSON cannot hold. */
  readonly terraform: 'value' | 'refused' | 'computes';
  readonly value?: unknown;
}

// What Terraform 1.11.4 answers, as `node scripts/record-tfvars.mjs` recorded it.
const RECORDED = JSON.parse(
  readFileSync(new URL('terraform-tfvars.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

describe('the values that Terraform reads', () => {
  it.each(RECORDED.filter(({ terraform }) => terraform === 'value'))(
    'are read from $source',
    ({ source, value: v }) => {
      expect(readTfvars(source)).toEqual({ v });
    },
  );

  it.each(RECORDED.filter(({ terraform }) => terraform !== 'value'))('are not guessed from $source', ({ source }) => {
    expect(() => readTfvars(source)).toThrow(/^line \d+: /);
  });
});

// Sources as people write them: values in every notation, with any layout that is allowed around them.
const gap = fc.constantFrom('', ' ', '\t', ' /* x */ ');
const lineEnd = fc.constantFrom('\n', '\r\n', ' # note\n', ' // note\n\n', '\n\n  ');
const oneOrMoreLines = fc.constantFrom('', '\n', '\r\n', ' # note\n', '\n\n');
const word = fc.constantFrom('a', 'b_1', 'c-d', 'é', 'for', 'null');
const piece = fc.constantFrom(
  'x',
  ' ',
  '\\n',
  '\\"',
  '\\\\',
  '\\u00e9',
  '\\U0001F600',
  '$${',
  '%%{',
  '$',
  '%',
  '#',
  '//',
  'e\u0301',
  '{',
  "'",
);
const quoted = fc.array(piece, { maxLength: 5 }).map((pieces) => `"${pieces.join('')}"`);
const heredoc = fc
  .tuple(fc.boolean(), fc.array(fc.constantFrom('x', '  y', '\tz', '', ' ', '$${q}', '"\\n"'), { maxLength: 4 }))
  .map(([isIndented, lines]) => `<<${isIndented ? '-' : ''}EOT\n${lines.map((line) => `${line}\n`).join('')}EOT\n`);
const simple = fc.oneof(quoted, fc.constantFrom('1', '-2', '0.5', '1e3', '007', '- 4', 'true', 'false', 'null'));
const writtenValue: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    simple,
    fc
      .array(fc.tuple(oneOrMoreLines, tie('value'), gap), { maxLength: 3 })
      .map((items) => `[${items.map(([before, one, after]) => `${before}${one}${after}`).join(',')}]`),
    fc
      .array(
        fc.tuple(
          fc.oneof(word, quoted),
          fc.constantFrom('=', ' = ', ':'),
          fc.oneof(tie('value'), simple),
          fc.constantFrom(',', '\n', ',\n'),
        ),
        {
          maxLength: 3,
        },
      )
      .map((items) => `{${items.map((parts) => parts.join('')).join('')}}`),
  ),
})).value;
const writtenFile = fc
  .array(fc.tuple(gap, fc.oneof({ weight: 3, arbitrary: writtenValue }, { weight: 1, arbitrary: heredoc }), lineEnd), {
    maxLength: 3,
  })
  .map((values) =>
    values.map(([before, one, end], index) => `v${index} =${before}${one}${one.endsWith('EOT\n') ? '' : end}`).join(''),
  );

const file = path.join(mkdtempSync(path.join(tmpdir(), 'tfvars-')), 'x.tfvars');
afterAll(() => rmSync(path.dirname(file), { recursive: true }));

/** What the command line reads; null if it refuses the file. */
async function onCommandLine(source: string): Promise<unknown> {
  writeFileSync(file, source);
  return readVariables(file).catch(() => null);
}

function inStudio(source: string): unknown {
  try {
    return readTfvars(source);
  } catch {
    return null;
  }
}

describe('any tfvars file', () => {
  it('with literal values is read as by the command line', async () => {
    await fc.assert(
      fc.asyncProperty(writtenFile, async (source) => {
        const expected = await onCommandLine(source);
        expect(inStudio(source)).toEqual(expected);
        return fc.pre(expected !== null);
      }),
      { numRuns: 300 },
    );
  });

  it('with errors or expressions is refused, or read as by the command line', async () => {
    const insert = fc.constantFrom(
      '',
      ',',
      '"',
      '{',
      '}',
      '[',
      ']',
      '\n',
      '\r',
      '$',
      '${',
      '=',
      '-',
      '1',
      '/*',
      '#',
      '<<EOT\n',
      'EOT\n',
      'EOT \n',
      '\r\n',
      ' ',
      '.',
    );
    await fc.assert(
      fc.asyncProperty(writtenFile, fc.nat(), insert, fc.nat({ max: 2 }), async (valid, at, added, removed) => {
        const place = valid === '' ? 0 : at % valid.length;
        const source = valid.slice(0, place) + added + valid.slice(place + removed);
        const read = inStudio(source);
        if (read !== null) expect(read).toEqual(await onCommandLine(source));
      }),
      { numRuns: 300 },
    );
  });
});
