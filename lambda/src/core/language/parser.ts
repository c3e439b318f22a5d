// The state of the parser: the tokens and the place in them, the findings, and the limits of nesting and size. In: tokens, and
// the function that parses an expression. Out: nodes with ranges. Decides nothing about what an expression is.

import type { Expression, Range } from './ast.ts';
import { limits } from './limits.ts';
import { error, type Finding } from './problem.ts';
import { rangeOf, refuse, refuseAdjacent, unsupported } from './refuse.ts';
import type { Token } from './tokenize.ts';

const CLOSERS = new Map([
  ['(', ')'],
  ['[', ']'],
]);

/** What continues an operand after its first token. */
const CONTINUATIONS: readonly (string | undefined)[] = ['.', '[*]', '(', '[', '+'];

export class Parser {
  readonly tokens: readonly Token[];
  /** The index of the next token. */
  at = 0;
  /** Parts that are refused; what is around them is still parsed. */
  readonly findings: Finding[] = [];
  /** The first token in an invalid position. The source has no structure then, and there is nothing else to report. */
  failure: Finding | null = null;
  /** Nesting depth of `any`, `all` and `count` conditions; `it` is defined if greater than 0. */
  conditions = 0;
  private readonly open: Token[] = [];
  private depth = 0;
  private nodes = 0;
  private readonly heights = new WeakMap<Expression, number>();
  private readonly parseAny: (parser: Parser) => Expression;

  constructor(tokens: readonly Token[], parseAny: (parser: Parser) => Expression) {
    this.tokens = tokens;
    this.parseAny = parseAny;
  }

  /** Parses an expression. Passed in, so that the files for operators, operands and calls do not need to import each other. */
  expression(): Expression {
    return this.parseAny(this);
  }

  /** The next token; undefined at the end. */
  get next(): Token | undefined {
    return this.tokens[this.at];
  }

  /** The token after the next one. */
  get second(): Token | undefined {
    return this.tokens[this.at + 1];
  }

  /** Takes the next token if it is written like one of these. */
  takes(...texts: readonly string[]): boolean {
    const isTaken = this.next !== undefined && texts.includes(this.next.text);
    if (isTaken) this.at++;
    return isTaken;
  }

  /** From the token at an index to the one before another index, or to the last one that was taken. */
  rangeFrom(from: number, to = this.at): Range {
    return { start: this.tokens[from]?.start ?? 0, end: this.tokens[to - 1]?.end ?? 0 };
  }

  /** Whether the next operand is `event` alone, which is not a value. */
  isAtWholeEvent(): boolean {
    return this.next?.text === 'event' && !CONTINUATIONS.includes(this.second?.text);
  }

  /** Takes a token and parses what nests below it. */
  nested<T>(parse: () => T): T {
    const token = this.next;
    this.at++;
    this.depth++;
    if (token !== undefined && this.depth > limits.nesting) this.fail(tooDeep(token));
    const parsed = parse();
    this.depth--;
    return parsed;
  }

  /** Parses brackets, which begin at the next token, with elements between commas; a comma may follow the last one. */
  brackets(element: (index: number) => Expression = () => this.expression()): {
    readonly items: readonly Expression[];
    readonly endsWithComma: boolean;
  } {
    const opening = this.next as Token;
    return this.nested(() => {
      this.open.push(opening);
      const items: Expression[] = [];
      let endsWithComma = false;
      while (this.next?.kind !== 'close') {
        items.push(element(items.length));
        endsWithComma = this.takes(',');
        if (!endsWithComma) break;
      }
      this.close(opening);
      return { items, endsWithComma };
    });
  }

  private close({ text }: Token): void {
    const expected = CLOSERS.get(text);
    const token = this.next;
    if (token === undefined) this.fail(this.unfinished());
    else if (token.kind !== 'close') this.fail(this.unexpected(token));
    else if (!this.takes(expected as string))
      this.fail(error('syntax_error', rangeOf(token), `expected \`${expected}\`, found \`${token.text}\``));
    this.open.pop();
  }

  /** Ends the parse: no token is left, so that nothing else is read. */
  fail(finding: Finding): Expression {
    this.failure ??= finding;
    this.at = this.tokens.length;
    return nothing(finding.range);
  }

  /** The error if a value is expected where the rule ends. */
  unfinished(): Finding {
    const opening = this.open.at(-1);
    if (opening !== undefined)
      return error(
        'syntax_error',
        rangeOf(opening),
        `\`${opening.text}\` is not closed`,
        `add \`${CLOSERS.get(opening.text)}\``,
      );
    const end = this.tokens.at(-1)?.end ?? 0;
    return error(
      'syntax_error',
      { start: end, end },
      'the rule ends where a value is expected',
      'write a field, a string in quotes, a number or a list',
    );
  }

  /** The error for the next token, which cannot follow an operand. */
  unexpected(token: Token): Finding {
    if (token.kind === 'close')
      return error('syntax_error', rangeOf(token), `\`${token.text}\` has no opening bracket`, 'remove it');
    if (token.kind === 'comma') return unsupported(token, 'sequences', 'join conditions with `and` or `or`');
    return refuse(token) ?? refuseAdjacent(this.tokens[this.at - 1] as Token, token);
  }

  /** Adds a node to the tree and checks the size limits. */
  add(expression: Expression, children: readonly Expression[] = []): Expression {
    const height = 1 + Math.max(0, ...children.map((child) => this.heights.get(child) ?? 0));
    this.heights.set(expression, height);
    this.nodes++;
    if (this.nodes === limits.nodes + 1) {
      this.findings.push(
        error(
          'limit_exceeded',
          expression.range,
          `the rule has more than ${limits.nodes} parts`,
          'split the rule, or move values into the variable `lists`',
        ),
      );
    }
    if (height === limits.treeHeight + 1) {
      this.findings.push(
        error('limit_exceeded', expression.range, `more than ${limits.treeHeight} chained calls`, 'split the rule'),
      );
    }
    return expression;
  }

  /** The same expression with a range that includes its parentheses. */
  widen(expression: Expression, range: Range): Expression {
    const widened = { ...expression, range };
    this.heights.set(widened, this.heights.get(expression) ?? 0);
    return widened;
  }

  /** Records a finding. A null literal replaces the refused part, so that the rest of the rule is still checked. */
  refuse(finding: Finding): Expression {
    this.findings.push(finding);
    return nothing(finding.range);
  }
}

function nothing(range: Range): Expression {
  return { type: 'literal', value: null, range };
}

function tooDeep(token: Token): Finding {
  return error(
    'limit_exceeded',
    rangeOf(token),
    `nesting is deeper than ${limits.nesting} levels`,
    'split the rule in two',
  );
}
