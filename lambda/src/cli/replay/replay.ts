// The `replay` command: runs log files through the real pipeline, with in-memory state and destinations.

import { emptyCounters } from '../../app/counters.ts';
import type { Pipeline } from '../../app/pipeline.ts';
import { composeRules } from '../../setup/compose-rules.ts';
import type { Settings } from '../../setup/settings.ts';
import { EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import type { Input, InputProblem } from '../inputs/find-inputs.ts';
import { createInputStore, type InputStore } from '../inputs/input-store.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import type { Terminal } from '../terminal.ts';
import { createView, type ViewName } from './create-view.ts';
import { findLots, type LotOptions } from './find-lots.ts';
import { printSummary } from './print-summary.ts';
import { addCounters, replayInputs } from './replay-inputs.ts';
import { createReplayLog } from './replay-log.ts';
import { createReplayPipeline } from './replay-pipeline.ts';
import { createWorkerPool } from './workers/worker-pool.ts';
import { workersFor } from './workers/workers-for.ts';

export interface ReplayOptions extends SettingsOptions, LotOptions {
  readonly format: 'text' | 'json' | 'slack';
  readonly full?: boolean;
  readonly decisions?: boolean;
  readonly threads?: number;
}

/** Replays the inputs, then prints the messages and the counters. An input that cannot be read makes the exit code 1. */
export async function replay(paths: readonly string[], options: ReplayOptions, terminal: Terminal): Promise<ExitCode> {
  const settings = await loadSettings(options);
  const { lots, problems } = await findLots(paths, options, terminal);
  const log = createReplayLog(terminal);
  const view = createView(viewOf(options), settings, terminal);
  const pipeline = createReplayPipeline(settings, await composeRules(settings), view, log);
  const startedMs = performance.now();
  const counters = emptyCounters();
  const skipped: string[] = [];
  for await (const inputs of lots) {
    const store = options.decisions ? createInputStore(inputs) : createReader(inputs, settings, options.threads);
    addCounters(counters, await replayInputs(inputs, { ...pipeline, ...readingFrom(store) }, terminal));
    await store.close?.();
    problems.push(...store.problems);
    skipped.push(...store.skipped);
  }
  const elapsedMs = performance.now() - startedMs;
  log.finish();
  view.finish();
  printSummary(counters, { elapsedMs, threads: view.threads() }, terminal);
  for (const path of skipped) terminal.err(escaped`${path}: skipped, it contains JSON but no CloudTrail events`);
  return reportProblems([...problems, ...log.dropped.filter(({ path }) => !skipped.includes(path))], terminal);
}

function readingFrom(store: InputStore): Pick<Pipeline, 'logFiles' | 'decideElsewhere'> {
  return { logFiles: store, ...(store.decideElsewhere && { decideElsewhere: store.decideElsewhere }) };
}

function createReader(inputs: readonly Input[], settings: Settings, threads: number | undefined): InputStore {
  const workers = workersFor(inputs, threads);
  return workers === 0 ? createInputStore(inputs) : createWorkerPool(inputs, settings, workers);
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
