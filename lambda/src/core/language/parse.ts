// Reads a rule's text into the closed syntax tree. In: text. Out: a tree, or what is wrong with the text.
// The only file that knows the expression parser; it is given a skeleton of the text, needs no configuration, and gets
// no text that is too long or nested too deeply. Never throws.

import jsep from 'jsep';
import type { Expression } from './ast.ts';
import { buildExpression, type SkeletonNode } from './build-ast.ts';
import { limits } from './limits.ts';
import { error, type Finding } from './problem.ts';
import { writeSkeleton } from './skeleton.ts';
import { tokenize } from './tokenize.ts';

export interface ParseResult {
  /** Null where the text has no structure at all; a part that was refused is null in the tree. */
  readonly expression: Expression | null;
  readonly findings: readonly Finding[];
}

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
    'put long lists into `lists` and write `lists.NAME`',
  );
}
