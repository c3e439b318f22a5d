// A side of a replay: settings with their rules, pipeline, view and counters. A replay has one side; a comparison has two, which
// share what is read.

import { createMemoryLogFiles } from '../../adapters/memory/log-files.ts';
import { type Counters, emptyCounters } from '../../app/counters.ts';
import type { RuleSet } from '../../core/rules/rule-set.ts';
import { composeRules } from '../../setup/compose-rules.ts';
import type { Settings } from '../../setup/settings.ts';
import type { ReplayLog } from './replay-log.ts';
import { createReplayPipeline, type ReplayPipeline, type StoredByReplay } from './replay-pipeline.ts';
import type { View } from './view.ts';

/** How long one invocation of a replay can take, as measured by its clock. */
export const INVOCATION_MS = 15 * 60 * 1000;

export interface Side {
  /** Whether these are the rules of `--against`. */
  readonly isOther: boolean;
  readonly settings: Settings;
  readonly ruleSet: RuleSet;
  readonly view: View;
  readonly log: ReplayLog;
  readonly pipeline: ReplayPipeline;
  /** When files without a time in their names arrive, in milliseconds since the epoch. */
  readonly startedMs: number;
  readonly counters: Counters;
}

export interface SideOptions {
  readonly isOther?: boolean;
  /** What an interrupted replay had stored. */
  readonly stored?: StoredByReplay | undefined;
}

/** Compiles the rules of a side and creates its pipeline. */
export async function createSide(
  settings: Settings,
  view: View,
  log: ReplayLog,
  { isOther = false, stored }: SideOptions = {},
): Promise<Side> {
  const ruleSet = await composeRules(settings);
  const pipeline = { ...createReplayPipeline(settings, ruleSet, view, log, stored), logFiles: createMemoryLogFiles() };
  const startedMs = pipeline.clock.nowMs();
  return { isOther, settings, ruleSet, view, log, pipeline, startedMs, counters: emptyCounters() };
}
