// What makes a command the same command: its rules, its inputs, and what it prints. In: the options. Out: hashes to compare.

import { createHash } from 'node:crypto';
import { PACKS } from '../../../core/rules/catalogue/all-packs.ts';
import type { Settings } from '../../../setup/settings.ts';
import type { LotOptions } from '../find-lots.ts';

export interface CommandIdentity {
  readonly rules: string;
  readonly inputs: string;
  readonly output: string;
}

/** The identity of a replay. `paths` as the user writes them; `output` is the name of the view. */
export function identityOf(
  settings: Settings,
  paths: readonly string[],
  { since, until, account, region }: LotOptions,
  output: string,
): CommandIdentity {
  return {
    // A pack of another version has other rules under the same name.
    rules: hashOf({ settings, packs: PACKS }),
    inputs: hashOf({ paths, since, until, account, region }),
    output,
  };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
