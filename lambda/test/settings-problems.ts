// What the function says about variables that it cannot use.

import { parseSettings, SettingsError } from '../src/setup/settings.ts';

/** The problems of some variables; none if they can be used. */
export function settingsProblems(variables: unknown): readonly string[] {
  try {
    parseSettings(variables);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}
