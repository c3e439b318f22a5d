// Finds names of variables that were probably meant to be others. In: the variables in a file. Out: a message for each. The module has
// more variables than the function reads, and a file can set those of other modules, so only a name that is similar to one counts.

import { suggest } from '../../core/language/suggest.ts';
import type { JsonObject } from '../../core/records/record.ts';
import { SETTING_NAMES } from '../../setup/settings.ts';

/** A message for each name that resembles a variable that the function reads. */
export function misspelledNames(variables: JsonObject): string[] {
  return Object.keys(variables).flatMap((name) => {
    const meant = SETTING_NAMES.includes(name) ? null : suggest(name, SETTING_NAMES);
    return meant === null ? [] : [`the module has no variable \`${name}\`; did you mean \`${meant}\`?`];
  });
}

/** What is suspicious about the names in a file, which could be a file of another program. */
export function nameWarnings(variables: JsonObject): string[] {
  const misspelled = misspelledNames(variables);
  const isSettings = misspelled.length > 0 || Object.keys(variables).some((name) => SETTING_NAMES.includes(name));
  return isSettings ? misspelled : ['the file sets no variable that the function reads, such as `rules`'];
}
