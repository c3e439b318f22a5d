// The list of packs. The build of the package replaces this file by the same data, without what only documents and the command
// line show (`noise`, `reference`, `mitre`, `control`).

import { ACCOUNT_WATCH } from './account-watch.ts';
import { BEHAVIOR } from './behavior.ts';
import type { Pack } from './catalogue-rule.ts';
import { CIS } from './cis.ts';
import { CONSOLE_ACTIONS } from './console-actions.ts';
import { CORE } from './core.ts';
import { INSIGHTS } from './insights.ts';
import { INTEGRITY } from './integrity.ts';
import { THREATS } from './threats.ts';

/** Every pack. */
export const PACKS: readonly Pack[] = [
  CORE,
  CONSOLE_ACTIONS,
  ACCOUNT_WATCH,
  CIS,
  THREATS,
  BEHAVIOR,
  INSIGHTS,
  INTEGRITY,
];
