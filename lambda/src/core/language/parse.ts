// Parses the source of a rule into the closed syntax tree. In: source. Out: a tree, or the problems in the source.
// The only file that uses the expression parser. The parser gets a skeleton of the source, needs no configuration, and
// never gets input that is too long or too deeply nested. Never throws.

import jsep from 'jsep';
import { buildExpression, type ParseResult } from './build-ast.ts';
import { limits } from './limits.ts';
import { error, type Finding } from './problem.ts';
import { writeSkeleton } from './skeleton.ts';
import { tokenize } from './tokenize.ts';
import type { SkeletonNode } from './tree-builder.ts';

/** Parses one rule. */
export function parseRule(source: string): ParseResult {
  if (source.length > limits.characters) return failed(tooLong(source));
  const scanned = tokenize(source);
  if ('finding' in scanned) return failed(scanned.finding);
  const skeleton = writeSkeleton(source, scanned.tokens);
  if ('finding' in skeleton) return failed(skeleton.finding);
  return buildExpression(jsep(skeleton.text) as SkeletonNode, skeleton);
}

function failed(finding: Finding): ParseResult {
  return { expression: null, findings: [finding] };
}

function tooLong(source: string): Finding {
  const range = { start: limits.characters, end: source.length };
  return error(
    'limit_exceeded',
    range,
    `the rule has ${source.length} characters, more than ${limits.characters}`,
    'move long lists into the variable `lists` and write `lists.NAME`',
  );
}
