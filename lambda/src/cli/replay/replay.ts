// The `replay` command: runs log files through the real pipeline, with in-memory state and destinations.

import { composeRules } from '../../setup/compose-rules.ts';
import { EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { findInputs, type InputProblem } from '../inputs/find-inputs.ts';
import { createInputStore } from '../inputs/input-store.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import type { Terminal } from '../terminal.ts';
import { createView, type ViewName } from './create-view.ts';
import { printSummary } from './print-summary.ts';
import { replayInputs } from './replay-inputs.ts';
import { createReplayLog } from './replay-log.ts';
import { createReplayPipeline } from './replay-pipeline.ts';

export interface ReplayOptions extends SettingsOptions {
  readonly format: 'text' | 'json' | 'slack';
  readonly full?: boolean;
  readonly decisions?: boolean;
}

/** Replays the inputs, then prints the messages and the counters. An input that cannot be read makes the exit code 1. */
export async function replay(paths: readonly string[], options: ReplayOptions, terminal: Terminal): Promise<ExitCode> {
  const { inputs, problems } = findInputs(paths);
  const store = createInputStore(inputs);
  const settings = await loadSettings(options);
  const log = createReplayLog(terminal);
  const view = createView(viewOf(options), settings, terminal);
  const pipeline = createReplayPipeline(settings, await composeRules(settings), view, store, log);
  const startedMs = performance.now();
  const counters = await replayInputs(inputs, pipeline, terminal);
  const elapsedMs = performance.now() - startedMs;
  log.finish();
  view.finish();
  printSummary(counters, { elapsedMs, threads: view.threads() }, terminal);
  for (const path of store.skipped) terminal.err(escaped`${path}: skipped, it contains JSON but no CloudTrail events`);
  const unreadable = [
    ...problems,
    ...store.problems,
    ...log.dropped.filter(({ path }) => !store.skipped.includes(path)),
  ];
  return reportProblems(unreadable, terminal);
}

function viewOf({ format, full, decisions }: ReplayOptions): ViewName {
  if (decisions) return 'decisions';
  return format === 'text' && full ? 'full' : format;
}

function reportProblems(problems: readonly InputProblem[], terminal: Terminal): ExitCode {
  for (const { path, reason } of problems) {
    terminal.err(`${terminal.paintErr('red', 'error:')} ${escaped`${path}: ${reason}`}`);
  }
  return problems.length === 0 ? EXIT.fine : EXIT.findings;
}
