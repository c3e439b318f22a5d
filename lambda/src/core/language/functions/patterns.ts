// Functions that compare a string with a pattern that is known when the rule is loaded.
// In: a constant pattern, then strings. Out: true or false. Linear in the string for every pattern.

import { limits } from '../limits.ts';
import { type LanguageFunction, type Run, textsOf, type Unusable } from './language-function.ts';
import { compilePattern } from './pattern-engine.ts';

const text = { name: 'text', type: 'text' } as const;

/** Functions of patterns. */
export const patternFunctions: readonly LanguageFunction[] = [
  {
    name: 'glob',
    parameters: [text, { name: 'patterns', type: 'texts', constant: true }],
    returns: 'boolean',
    summary:
      'True if the whole string matches the pattern, or any pattern of a list: `*` matches any characters, `?` one.',
    example: 'glob(userIdentity.arn, "arn:aws:iam::*:user/admin-?")',
    prepare: ([, patterns]) => prepareGlob(textsOf(patterns)),
  },
  {
    name: 'iglob',
    parameters: [text, { name: 'patterns', type: 'texts', constant: true }],
    returns: 'boolean',
    summary: 'Like `glob`, without regard to case.',
    example: 'iglob(requestParameters.name, "*backdoor*")',
    prepare: ([, patterns]) => prepareIgnoringCase(textsOf(patterns)),
  },
  {
    name: 'matches',
    parameters: [text, { name: 'pattern', type: 'text', constant: true }],
    returns: 'boolean',
    summary: 'True if the regular expression (RE2 syntax) matches any part of the string.',
    example: 'matches(userAgent, "^aws-cli/[12]")',
    prepare: ([, pattern]) => prepareExpression(pattern as string),
  },
];

function prepareGlob(patterns: readonly string[]): Run | Unusable {
  const long = patterns.find((pattern) => pattern.length > limits.patternLength);
  if (long !== undefined) return tooLong(long);
  return (value) => patterns.some((pattern) => matchesGlob(value as string, pattern));
}

function prepareIgnoringCase(patterns: readonly string[]): Run | Unusable {
  const prepared = prepareGlob(patterns.map((pattern) => pattern.toLowerCase()));
  if (typeof prepared !== 'function') return prepared;
  return (value) => prepared((value as string).toLowerCase(), null, null);
}

// Backtracks only to the last star, so the cost is at most string times pattern, and the pattern length is limited.
function matchesGlob(value: string, pattern: string): boolean {
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
      message: `the pattern is not valid: ${(cause as Error).message}`,
      hint: 'write RE2 syntax, without look-ahead, look-behind and back-references; write a backslash twice: "\\\\."',
    };
  }
}

// The time per character grows with the number of instructions.
function tooLarge(): Unusable {
  const message = `the repetitions in the pattern compile to more than ${limits.patternSize} instructions`;
  return { code: 'limit_exceeded', argument: 1, message, hint: 'write fewer repetitions, or `*` or `+`' };
}

function tooLong(pattern: string): Unusable {
  const message = `the pattern has ${pattern.length} characters, more than ${limits.patternLength}`;
  return { code: 'limit_exceeded', argument: 1, message, hint: 'write several shorter patterns, or `in` with a list' };
}
