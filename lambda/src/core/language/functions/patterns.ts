// Functions that hold a text against a pattern which is known when the rule is loaded.
// In: a constant pattern, then texts. Out: true or false. Time is linear in the text for every pattern.

import { limits } from '../limits.ts';
import { type LanguageFunction, type Run, textsOf, type Unusable } from './language-function.ts';
import { compilePattern } from './pattern-engine.ts';

const text = { name: 'text', type: 'text' } as const;

/** Functions of patterns. */
export const patternFunctions: readonly LanguageFunction[] = [
  {
    name: 'glob',
    aliases: [],
    parameters: [text, { name: 'patterns', type: 'texts', constant: true }],
    returns: 'boolean',
    summary:
      'Whether the whole text fits the pattern, or any pattern of a list: `*` stands for any characters, `?` for one.',
    example: 'glob(userIdentity.arn, "arn:aws:iam::*:user/admin-?")',
    prepare: ([, patterns]) => prepareGlob(textsOf(patterns)),
  },
  {
    name: 'matches',
    aliases: [],
    parameters: [text, { name: 'pattern', type: 'text', constant: true }],
    returns: 'boolean',
    summary: 'Whether the regular expression (RE2 syntax) fits anywhere in the text.',
    example: 'matches(userAgent, "^aws-cli/[12]")',
    prepare: ([, pattern]) => prepareExpression(pattern as string),
  },
];

function prepareGlob(patterns: readonly string[]): Run | Unusable {
  const long = patterns.find((pattern) => pattern.length > limits.patternLength);
  if (long !== undefined) return tooLong(long);
  return (value) => patterns.some((pattern) => fits(value as string, pattern));
}

// Goes back to the last star only, so the work is at most text times pattern, and the pattern is bounded.
function fits(value: string, pattern: string): boolean {
  let [at, next, starAt, resumeAt] = [0, 0, -1, 0];
  while (at < value.length) {
    if (pattern[next] === '*') {
      [starAt, resumeAt] = [next++, at];
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === value[at])) {
      at += pattern[next++] === '?' ? characterLength(value, at) : 1;
    } else {
      if (starAt < 0) return false;
      next = starAt + 1;
      at = resumeAt += characterLength(value, resumeAt);
    }
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}

function characterLength(value: string, at: number): number {
  return (value.codePointAt(at) as number) > 0xffff ? 2 : 1;
}

function prepareExpression(pattern: string): Run | Unusable {
  if (pattern.length > limits.patternLength) return tooLong(pattern);
  try {
    const expression = compilePattern(pattern);
    if (expression.programSize() > limits.patternSize) return tooLarge();
    return (value) => expression.test(value as string);
  } catch (cause) {
    return {
      code: 'invalid_pattern',
      argument: 1,
      message: `the pattern cannot be read: ${(cause as Error).message}`,
      hint: 'patterns are RE2: no look-ahead, no look-behind, no back-references; `\\\\.` in a text stands for `\\.`',
    };
  }
}

// The time for one character grows with the number of instructions.
function tooLarge(): Unusable {
  const message = `the pattern has repetitions that make it larger than ${limits.patternSize} instructions`;
  return { code: 'limit_exceeded', argument: 1, message, hint: 'repeat less often, or use `*` or `+`' };
}

function tooLong(pattern: string): Unusable {
  const message = `the pattern has ${pattern.length} characters, more than ${limits.patternLength}`;
  return { code: 'limit_exceeded', argument: 1, message, hint: 'give several patterns, or use `in` with a list' };
}
