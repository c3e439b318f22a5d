// The option `--pack`. In: names of packs. Out: an error of usage for a name that no pack has.

import { packProblems } from '../../core/rules/catalogue/packs.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { escaped } from '../escaped.ts';

/** Throws a `CliError` that names every unknown pack. */
export function requirePacks(names: readonly string[]): void {
  const problems = packProblems(names, '--pack').map((problem) => escaped`${problem}`);
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.usage);
}
