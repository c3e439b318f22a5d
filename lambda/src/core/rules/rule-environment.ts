// What every rule can refer to besides its record: named lists, the predicates of the catalogue and CloudTrail's fields.
// In: the user's lists and predicates. Out: the environment for the language.

import type { LanguageEnvironment } from '../language/rule-expression.ts';
import { FIELD_TYPES, KNOWN_FIELDS } from './known-fields.ts';
import { PREDICATE_EXPRESSIONS } from './predicates.ts';

/** Returns the environment in which rules are compiled, checked and explained. */
export function ruleEnvironment(
  lists: Readonly<Record<string, readonly string[]>>,
  predicates: Readonly<Record<string, string>> = {},
): LanguageEnvironment {
  // The names of the catalogue's predicates are reserved.
  return {
    lists,
    predicates: { ...predicates, ...PREDICATE_EXPRESSIONS },
    knownFields: KNOWN_FIELDS,
    fieldTypes: FIELD_TYPES,
  };
}
