// Prints rules as the variable `rules` in a tfvars file, or several variables, formatted as `terraform fmt` formats them. In: rules, or
// variables. Out: HCL.

import type { ConvertedRule } from '../../core/sigma/converted-rule.ts';
import { hclAttributes, hclValue } from '../hcl.ts';

/** Prints the assignment of the variable `rules`. */
export function printTfvars(rules: readonly ConvertedRule[]): string {
  return rules.length === 0 ? 'rules = []' : `rules = [\n${rules.map(printRule).join('\n')}\n]`;
}

/** Prints an assignment of each variable that has a value. Each object in a list has separate lines. */
export function printVariables(variables: Readonly<Record<string, unknown>>): string {
  return Object.entries(variables)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name} = ${isListOfObjects(value) ? printElements(value) : hclValue(value)}`)
    .join('\n\n');
}

function isListOfObjects(value: unknown): value is readonly object[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
  );
}

function printElements(elements: readonly object[]): string {
  return `[\n${elements.map((one) => printAttributes(Object.entries(one))).join('\n')}\n]`;
}

function printRule({ source, ...rule }: ConvertedRule): string {
  const attributes = Object.entries(rule).filter(([, value]) => value !== null && value !== '');
  return `  # ${oneLine(source)}\n${printAttributes(attributes)}`;
}

function printAttributes(attributes: readonly (readonly [string, unknown])[]): string {
  return ['  {', ...hclAttributes(attributes, '    '), '  },'].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
