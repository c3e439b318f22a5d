// The closed syntax tree of the rule language. Every node has its position in the rule. Only these nodes are compiled;
// everything else that the underlying parser can read is refused by name.

/** UTF-16 offsets into the rule; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';

/**
 * One step of a path: a key (list indices are keys too), every element of a list (`[*]`), every key or entry of an object
 * (`keys(..)`, `entries(..)`), or every leaf at the path (`leaves(..)`).
 */
export type PathStep =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'each' | 'keys' | 'entries' | 'leaves' };

export type Expression =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null; readonly range: Range }
  | { readonly type: 'list'; readonly items: readonly Expression[]; readonly range: Range }
  /** `lists.NAME`. */
  | { readonly type: 'named-list'; readonly name: string; readonly range: Range }
  /** A bare path that starts at the event, at `it`, or at the data that `json(..)` reads. */
  | { readonly type: 'path'; readonly root: PathRoot; readonly steps: readonly PathStep[]; readonly range: Range }
  /** `event["a.b"]`: an error if the event has no such leaf. */
  | { readonly type: 'subscript'; readonly path: string; readonly range: Range }
  /** `event.get("a.b", fallback)`. */
  | { readonly type: 'get'; readonly path: string; readonly fallback: Expression | null; readonly range: Range }
  /** `"a.b" in event`. */
  | { readonly type: 'has'; readonly path: string; readonly range: Range }
  | { readonly type: 'not'; readonly operand: Expression; readonly range: Range }
  | { readonly type: 'negate'; readonly operand: Expression; readonly range: Range }
  | { readonly type: 'and' | 'or'; readonly operands: readonly Expression[]; readonly range: Range }
  /** Strings joined with `+`. */
  | { readonly type: 'concat'; readonly operands: readonly Expression[]; readonly range: Range }
  | {
      readonly type: 'compare';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly range: Range;
    }
  /** A call of a function in the table by its first name, written `f(x)` or `x.f()`. */
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly range: Range }
  /** A named predicate of the environment. */
  | { readonly type: 'predicate'; readonly name: string; readonly range: Range }
  /** `any`, `all` or `count` of `(items, condition)`; `it` in the condition is the element. */
  | {
      readonly type: 'quantifier';
      readonly name: 'any' | 'all' | 'count';
      readonly items: Expression;
      readonly condition: Expression | null;
      readonly range: Range;
    };

/** The nodes of one type. */
export type Node<T extends Expression['type']> = Extract<Expression, { type: T }>;

export type PathRoot = 'event' | 'it' | { readonly json: Expression };
