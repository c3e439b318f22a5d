// Compares the language with the results of other evaluators, and runs expressions that try to break out of it.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileRule } from '../../src/core/language/compile-rule.ts';
import type { Data, LanguageEnvironment } from '../../src/core/language/rule-expression.ts';

const environment: LanguageEnvironment = { lists: {}, predicates: {}, knownFields: [] };

interface PythonRules {
  readonly events: readonly Data[];
  readonly rules: readonly { readonly rule: string; readonly results: string }[];
}

const python = readData<PythonRules>('python-rules.json');
const hostile = readData<readonly { readonly expr: string; readonly why: string }[]>('hostile.json');

describe('rules in the Python style', () => {
  test.each(python.rules)('return the same as in CPython: $rule', ({ rule, results }) => {
    const { rule: compiled, problems } = compileRule(rule, environment);
    expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
    const outcomes = python.events.map((event) => letter(compiled?.evaluate(event)));
    expect(outcomes.join('')).toBe(results);
  });
});

describe('hostile expressions', () => {
  test.each(hostile)('are refused or harmless: $expr ($why)', ({ expr }) => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const { rule, problems } = compileRule(expr, environment);
    expect(rule === null).toBe(problems.some((problem) => problem.level === 'error'));
    for (const event of python.events) expect(isHarmless(rule?.evaluate(event))).toBe(true);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});

function readData<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../conformance/${name}`, import.meta.url), 'utf8')) as T;
}

function letter(outcome: unknown): string {
  if (outcome === true) return 'T';
  return outcome === false ? 'F' : 'E';
}

// An expression is harmless if it is refused or if its evaluation returns a boolean or an error.
function isHarmless(outcome: unknown): boolean {
  return (
    outcome === undefined || typeof outcome === 'boolean' || typeof (outcome as { code: string }).code === 'string'
  );
}
