// The tfvars reader of the studio reads what Terraform's own parser reads, and refuses everything else with the line.

import hcl from '@cdktf/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printVariables } from '../../lambda/src/cli/convert/print-tfvars.ts';
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
      fc.property(value, (one) => {
        const printed = printVariables({ first: one, second: [{ name: 'x', value: one }] });
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
    ['a reference', 'a = var.x', 'line 1: ".x" is no literal value'],
    ['a function', 'a = concat([], [])', 'line 1: "([], [])" is no literal value'],
    ['arithmetic', 'a = 1 + 2', 'line 1: "+ 2" is no literal value'],
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
