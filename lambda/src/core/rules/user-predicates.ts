// Checks the names of the user's predicates. In: predicates by name. Out: a message for each problem, with the remedy. The
// rule language checks the expressions.

import { findFunction } from '../language/functions/function-table.ts';
import { RESERVED_WORDS } from '../language/tokenize.ts';
import { PREDICATE_EXPRESSIONS } from './predicates.ts';

/** The largest number of predicates in the settings. */
const MOST_PREDICATES = 100;

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Returns a message for each name that a predicate cannot have. */
export function predicateNameProblems(predicates: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(predicates);
  const tooMany =
    names.length > MOST_PREDICATES
      ? [`predicates: ${names.length} are too many; at most ${MOST_PREDICATES} are allowed`]
      : [];
  return [...tooMany, ...names.flatMap(nameProblem)];
}

function nameProblem(name: string): string[] {
  const reason = reasonAgainst(name);
  return reason === null ? [] : [`predicates.${name}: ${reason}; choose another name`];
}

function reasonAgainst(name: string): string | null {
  if (!NAME.test(name)) return 'a name has at most 64 letters, digits and underscores, and does not start with a digit';
  if (RESERVED_WORDS.has(name)) return 'the name is a word of the rule language';
  if (findFunction(name) !== undefined || name === 'get') return 'the rule language has a function with this name';
  return Object.hasOwn(PREDICATE_EXPRESSIONS, name) ? 'a predicate with this name is built in' : null;
}
