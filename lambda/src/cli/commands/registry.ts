// The commands, in the order of the help. One file adds one command.

import type { Command } from 'commander';
import type { Act } from './act.ts';
import { addCheck } from './add-check.ts';
import { addConvert } from './add-convert.ts';
import { addExplain } from './add-explain.ts';
import { addFields } from './add-fields.ts';
import { addFunctions } from './add-functions.ts';
import { addMutes } from './add-mutes.ts';
import { addReplay } from './add-replay.ts';
import { addRules } from './add-rules.ts';
import { addStudio } from './add-studio.ts';
import { addTest } from './add-test.ts';
import { addVerify } from './add-verify.ts';

/** Adds each command to the program. */
export const COMMANDS: readonly ((program: Command, act: Act) => void)[] = [
  addReplay,
  addCheck,
  addExplain,
  addFields,
  addTest,
  addConvert,
  addVerify,
  addStudio,
  addMutes,
  addRules,
  addFunctions,
];
