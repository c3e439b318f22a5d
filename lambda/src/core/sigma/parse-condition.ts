// Parses the condition of a rule. In: `selection and not 1 of filter_*`. Out: its tree, or a refusal.
// From the loosest: `or`, `and`, `not`, `1 of` and `all of`, parentheses.

import { Refusal } from './refusal.ts';
import type { Condition } from './sigma-rule.ts';

interface Tokens {
  readonly texts: readonly string[];
  readonly line: number;
  at: number;
  depth: number;
}

const TOKEN = /\s*([()|]|[^\s()|]+)/y;
const NAME = /^[A-Za-z0-9_-]+$/;
const SELECTOR = /^[A-Za-z0-9_*-]+$/;
const DEEPEST = 50;

/** Parses a condition. `line` is for refusals. */
export function parseCondition(text: string, line: number): Condition {
  const tokens: Tokens = { texts: tokenize(text), line, at: 0, depth: 0 };
  if (tokens.texts.includes('|')) {
    throw new Refusal(
      line,
      'conditions with `|` (count, near) are obsolete in Sigma 2, which has correlation rules instead',
    );
  }
  const condition = joint(tokens, 'or');
  if (tokens.at < tokens.texts.length) refuse(tokens, `\`${tokens.texts[tokens.at]}\` is not expected here`);
  return condition;
}

function tokenize(text: string): string[] {
  const texts: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) texts.push(match[1] as string);
  return texts;
}

function refuse(tokens: Tokens, reason: string): never {
  throw new Refusal(tokens.line, `the condition is not valid: ${reason}`);
}

// Operators in upper case occur in older rules.
function takes(tokens: Tokens, ...words: readonly string[]): boolean {
  const isNext = words.every((word, index) => tokens.texts[tokens.at + index]?.toLowerCase() === word);
  if (isNext) tokens.at += words.length;
  return isNext;
}

function joint(tokens: Tokens, type: 'or' | 'and'): Condition {
  const operand = (): Condition => (type === 'or' ? joint(tokens, 'and') : negation(tokens));
  const operands = [operand()];
  while (takes(tokens, type)) operands.push(operand());
  return operands.length === 1 ? (operands[0] as Condition) : { type, operands };
}

function negation(tokens: Tokens): Condition {
  if (!takes(tokens, 'not')) return operand(tokens);
  return nested(tokens, () => ({ type: 'not', operand: negation(tokens) }));
}

function nested(tokens: Tokens, parse: () => Condition): Condition {
  if (++tokens.depth > DEEPEST) refuse(tokens, `more than ${DEEPEST} levels of parentheses and \`not\``);
  const condition = parse();
  tokens.depth--;
  return condition;
}

function operand(tokens: Tokens): Condition {
  if (takes(tokens, '(')) return nested(tokens, () => group(tokens));
  if (takes(tokens, '1', 'of') || takes(tokens, 'any', 'of')) return selector(tokens, 'any');
  if (takes(tokens, 'all', 'of')) return selector(tokens, 'all');
  const name = tokens.texts[tokens.at++];
  if (name === undefined) return refuse(tokens, 'it ends where a search identifier is expected');
  if (/^\d+$/.test(name) && takes(tokens, 'of')) refuse(tokens, 'only `1 of` and `all of` exist');
  if (!NAME.test(name) || isOperator(name)) refuse(tokens, `\`${name}\` is not a search identifier`);
  return { type: 'identifier', name };
}

function isOperator(name: string): boolean {
  return ['and', 'or', 'not', 'of'].includes(name.toLowerCase());
}

function group(tokens: Tokens): Condition {
  const condition = joint(tokens, 'or');
  if (!takes(tokens, ')')) refuse(tokens, 'a `)` is missing');
  return condition;
}

function selector(tokens: Tokens, quantifier: 'any' | 'all'): Condition {
  const pattern = tokens.texts[tokens.at++];
  if (pattern === undefined || !SELECTOR.test(pattern)) {
    return refuse(tokens, '`of` needs `them` or a search identifier, which may contain `*`');
  }
  return { type: 'selector', quantifier, pattern: pattern === 'them' ? '*' : pattern };
}
