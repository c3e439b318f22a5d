// Parses the source of a rule into the closed syntax tree. In: source. Out: a tree, or the problems in the source. Never throws:
// length and nesting are checked before anything recurses.

import type { Expression } from './ast.ts';
import { limits } from './limits.ts';
import { parseExpression } from './parse-operators.ts';
import { Parser } from './parser.ts';
import { error, type Finding } from './problem.ts';
import { tokenize } from './tokenize.ts';

interface ParseResult {
  /** Null if the source has no structure at all. A refused part is a null literal in the tree. */
  readonly expression: Expression | null;
  readonly findings: readonly Finding[];
}

/** Parses one rule. */
export function parseRule(source: string): ParseResult {
  if (source.length > limits.characters) return failed(tooLong(source));
  const scanned = tokenize(source);
  if ('finding' in scanned) return failed(scanned.finding);
  if (scanned.tokens.length === 0) return failed(empty);
  const parser = new Parser(scanned.tokens, parseExpression);
  const expression = parser.expression();
  if (parser.next !== undefined) parser.fail(parser.unexpected(parser.next));
  return parser.failure === null ? { expression, findings: parser.findings } : failed(parser.failure);
}

function failed(finding: Finding): ParseResult {
  return { expression: null, findings: [finding] };
}

const empty = error(
  'syntax_error',
  { start: 0, end: 0 },
  'the rule is empty',
  'write a condition: `eventName == "ConsoleLogin"`',
);

function tooLong(source: string): Finding {
  const range = { start: limits.characters, end: source.length };
  return error(
    'limit_exceeded',
    range,
    `the rule has ${source.length} characters, more than ${limits.characters}`,
    'move long lists into the variable `lists` and write `lists.NAME`',
  );
}
