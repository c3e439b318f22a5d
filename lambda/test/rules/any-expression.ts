// Random expressions of rules, made of given conditions.

import fc from 'fast-check';

/** One of some texts, as a rule writes it. */
export const quoted = (values: readonly string[]) => fc.constantFrom(...values).map((value) => JSON.stringify(value));

/** Conditions combined with `and`, `or` and `not`. */
export const combinationsOf = (condition: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.letrec<{ any: string }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      condition,
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} and ${b})`),
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} or ${b})`),
      tie('any').map((a) => `not (${a})`),
    ),
  })).any;
