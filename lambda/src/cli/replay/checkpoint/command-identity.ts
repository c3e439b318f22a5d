// What makes a command the same command: its rules, its inputs, and what it prints. In: the options. Out: hashes to compare.

import { PACKS } from '../../../core/rules/catalogue/all-packs.ts';
import type { Settings } from '../../../setup/settings.ts';
import { hashOf } from '../../checkpoint/checkpoint-file.ts';
import type { LotOptions } from '../find-lots.ts';

export type CommandIdentity = Readonly<Record<'rules' | 'inputs' | 'output', string>>;

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
