// The table of functions. In: a name as written in a rule. Out: its entry. The table is a Map, so an inherited property
// such as `toString` is not a function.

import { conversionFunctions } from './conversions.ts';
import { elementFunctions } from './elements.ts';
import { caseFunctions } from './ignoring-case.ts';
import type { LanguageFunction } from './language-function.ts';
import { networkFunctions } from './network.ts';
import { patternFunctions } from './patterns.ts';
import { textFunctions } from './texts.ts';
import { timeFunctions } from './times.ts';

/** Every function of the language, in documentation order. */
export const functionTable: readonly LanguageFunction[] = [
  ...textFunctions,
  ...caseFunctions,
  ...conversionFunctions,
  ...patternFunctions,
  ...networkFunctions,
  ...timeFunctions,
  ...elementFunctions,
];

const byName = new Map(
  functionTable.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])].map((name) => [name, entry] as const)),
);

/** Every name and alias of a function. */
export const functionNames: readonly string[] = [...byName.keys()];

/** Returns the entry of a function by its name or alias. */
export function findFunction(name: string): LanguageFunction | undefined {
  return byName.get(name);
}
