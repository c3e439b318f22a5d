// Checks the order of tokens and writes the skeleton that the expression parser reads. `$n` replaces every operand, bracket
// and comparison, where n is the index of its token. The parser sees only structure, never the user's text, and every node
// leads back to a position. In: tokens. Out: the skeleton, or the first token in an invalid position.

import { limits } from './limits.ts';
import { error, type Finding } from './problem.ts';
import { isRefusedWord, rangeOf, refuse, refuseAdjacent, unsupported } from './refuse.ts';
import type { Token } from './tokenize.ts';

export interface Skeleton {
  /** `a.f(x) == 1 and not (b)` becomes `$0.$2($3, $4) == $6 == $7 && $9 | $10($11)`. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The index of the closing bracket for each opening bracket. */
  readonly closings: ReadonlyMap<number, number>;
  /** Opening brackets with a comma after their last element. */
  readonly trailingCommas: ReadonlySet<number>;
}

interface State {
  readonly tokens: readonly Token[];
  readonly text: string[];
  readonly closings: Map<number, number>;
  readonly trailingCommas: Set<number>;
  /** Open brackets: the index of the token, and the nesting depth, which includes prefix operators. */
  readonly open: { readonly index: number; readonly depth: number }[];
  depth: number;
  wantsOperand: boolean;
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', 'is']);
const joints = new Map([
  ['and', ' && '],
  ['&&', ' && '],
  ['or', ' || '],
  ['||', ' || '],
]);
const closers = new Map([
  ['(', ')'],
  ['[', ']'],
]);

const VALUES = 'write a field, a string in quotes, a number or a list';

/** Writes the skeleton of the tokens. */
export function writeSkeleton(source: string, tokens: readonly Token[]): Skeleton | { readonly finding: Finding } {
  const state: State = {
    tokens,
    text: [],
    closings: new Map(),
    trailingCommas: new Set(),
    open: [],
    depth: 0,
    wantsOperand: true,
  };
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] as Token;
    const step = state.wantsOperand ? operand(state, token, at) : afterOperand(state, token, at);
    if (typeof step !== 'number') return { finding: step };
    if (state.depth > limits.nesting) return { finding: tooDeep(token) };
    at += step;
  }
  const unfinished = unfinishedFinding(state, source);
  if (unfinished !== null) return { finding: unfinished };
  return { text: state.text.join(''), tokens, closings: state.closings, trailingCommas: state.trailingCommas };
}

/** The number of consumed tokens, or the error in the first. */
type Step = number | Finding;

function operand(state: State, token: Token, at: number): Step {
  if (token.kind === 'literal' || (token.kind === 'name' && !isRefusedWord(token.text))) {
    state.text.push(`$${at}`);
    state.wantsOperand = false;
    return 1;
  }
  if (token.text === '(' || token.text === '[') return openBracket(state, at, `$${at}(`);
  if (token.text === '!' || token.text === '-') return prefix(state, `${token.text} `);
  if (token.text === 'not') return prefixNot(state, token, at);
  if (token.kind === 'close' && state.tokens[at - 1]?.kind === 'open') return closeBracket(state, token, at);
  return refuse(token) ?? missingOperand(token);
}

function prefix(state: State, text: string): Step {
  state.text.push(text);
  state.depth++;
  return 1;
}

// `not` binds more loosely than a comparison. The parser has no such prefix operator, but an infix one: `$n | x`.
function prefixNot(state: State, token: Token, at: number): Step {
  const before = state.tokens[at - 1];
  const opens = before === undefined || before.kind === 'open' || before.kind === 'comma';
  if (before?.text === 'not' && state.tokens[at - 2]?.text !== 'is') return prefix(state, '');
  if (opens || joints.has((before as Token).text)) return prefix(state, `$${at} | `);
  const hint = 'put the negation in parentheses: `a == (not b)`';
  return error('syntax_error', rangeOf(token), '`not` cannot follow this operator', hint);
}

function afterOperand(state: State, token: Token, at: number): Step {
  const next = state.tokens[at + 1];
  if (joints.has(token.text) && token.kind === 'operator') return joint(state, joints.get(token.text) as string);
  if (token.kind === 'operator' && comparisons.has(token.text))
    return comparison(state, at, token.text === 'is' && next?.text === 'not');
  if (token.text === 'not' && next?.text === 'in') return comparison(state, at, true);
  if (token.text === '+' && token.kind === 'operator') return joint(state, ' + ');
  if (token.kind === 'each') return member(state, at, 1);
  if (token.kind === 'dot') return next?.kind === 'name' ? member(state, at + 1, 2) : missingName(token);
  if (token.text === '(' || token.text === '[') return openBracket(state, at, `($${at}`);
  if (token.kind === 'close') return closeBracket(state, token, at);
  if (token.kind === 'comma') return comma(state, token, at);
  return refuse(token) ?? refuseAdjacent(state.tokens[at - 1] as Token, token);
}

function joint(state: State, text: string): Step {
  state.text.push(text);
  state.depth = state.open.at(-1)?.depth ?? 0;
  state.wantsOperand = true;
  return 1;
}

function comparison(state: State, at: number, isTwoWords: boolean): Step {
  state.text.push(` == $${at} == `);
  state.wantsOperand = true;
  return isTwoWords ? 2 : 1;
}

function member(state: State, at: number, consumed: number): Step {
  state.text.push(`.$${at}`);
  return consumed;
}

function openBracket(state: State, at: number, text: string): Step {
  const isEmpty = state.tokens[at + 1]?.kind === 'close';
  const isCall = text.startsWith('(');
  state.text.push(isCall && !isEmpty ? `${text}, ` : text);
  state.depth++;
  state.open.push({ index: at, depth: state.depth });
  state.wantsOperand = true;
  return 1;
}

function closeBracket(state: State, token: Token, at: number): Step {
  const opening = state.open.pop();
  if (opening === undefined)
    return error('syntax_error', rangeOf(token), `\`${token.text}\` has no opening bracket`, 'remove it');
  const expected = closers.get(state.tokens[opening.index]?.text ?? '');
  if (token.text !== expected)
    return error('syntax_error', rangeOf(token), `expected \`${expected}\`, found \`${token.text}\``);
  state.closings.set(opening.index, at);
  state.text.push(')');
  state.depth = opening.depth - 1;
  state.wantsOperand = false;
  return 1;
}

function comma(state: State, token: Token, at: number): Step {
  const opening = state.open.at(-1);
  if (opening === undefined) return unsupported(token, 'sequences', 'join conditions with `and` or `or`');
  state.depth = opening.depth;
  if (state.tokens[at + 1]?.kind === 'close') {
    state.trailingCommas.add(opening.index);
    return 1;
  }
  state.text.push(', ');
  state.wantsOperand = true;
  return 1;
}

function missingOperand(token: Token): Finding {
  return error('syntax_error', rangeOf(token), `expected a value, found \`${token.text}\``, VALUES);
}

function missingName(token: Token): Finding {
  const hint = 'write a key with other characters in brackets: `a["x-y"]`';
  return error('syntax_error', rangeOf(token), 'expected a name after `.`', hint);
}

function tooDeep(token: Token): Finding {
  const message = `nesting is deeper than ${limits.nesting} levels`;
  return error('limit_exceeded', rangeOf(token), message, 'split the rule in two');
}

function unfinishedFinding(state: State, source: string): Finding | null {
  if (state.tokens.length === 0) {
    const hint = 'write a condition: `eventName == "ConsoleLogin"`';
    return error('syntax_error', { start: 0, end: 0 }, 'the rule is empty', hint);
  }
  const opening = state.open.at(-1);
  if (opening !== undefined) {
    const token = state.tokens[opening.index] as Token;
    const hint = `add \`${closers.get(token.text)}\``;
    return error('syntax_error', rangeOf(token), `\`${token.text}\` is not closed`, hint);
  }
  if (!state.wantsOperand) return null;
  const end = source.trimEnd().length;
  return error('syntax_error', { start: end, end }, 'the rule ends where a value is expected', VALUES);
}
