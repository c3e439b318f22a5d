// The `replay` command: runs log files through the real pipeline, with in-memory state and destinations.

import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Counters } from '../../app/counters.ts';
import type { Settings } from '../../setup/settings.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import type { InputProblem } from '../inputs/find-inputs.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import type { Terminal } from '../terminal.ts';
import { createView, type ViewName } from './create-view.ts';
import { createPlainReaders, createReaders, type OpenReader } from './decide/create-readers.ts';
import { createDecider } from './decide/decider.ts';
import { findLots, type LotOptions } from './find-lots.ts';
import { printSummary } from './print-summary.ts';
import { replayInputs } from './replay-inputs.ts';
import { createReplayLog } from './replay-log.ts';
import { createSide, type Side } from './side.ts';
import type { View } from './view.ts';

export interface ReplayOptions extends SettingsOptions, LotOptions {
  readonly format: 'text' | 'json' | 'slack';
  readonly full?: boolean;
  readonly decisions?: boolean;
  readonly threads?: number;
  /** The file to which the page of the report is written. */
  readonly html?: string;
}

/** Replays the inputs, then prints the messages and the counters. An input that cannot be read makes the exit code 1. */
export async function replay(paths: readonly string[], options: ReplayOptions, terminal: Terminal): Promise<ExitCode> {
  const settings = await loadSettings(options);
  const output = await createOutput(settings, options, terminal);
  const { lots, problems } = await findLots(paths, options, terminal);
  const { view } = output;
  const side = await createSide(settings, view, createReplayLog(terminal));
  const openReader = readersOf(side, options);
  const startedMs = performance.now();
  const skipped: string[] = [];
  for await (const inputs of lots) {
    const reader = openReader(inputs);
    await replayInputs(inputs, reader, [side], { terminal, onFile: () => {} });
    await reader.close();
    problems.push(...reader.problems);
    skipped.push(...reader.skipped);
  }
  const elapsedMs = performance.now() - startedMs;
  side.log.finish();
  view.finish();
  output.write(side.counters);
  printSummary(side.counters, { elapsedMs, threads: view.threads() }, terminal);
  for (const path of skipped) terminal.err(escaped`${path}: skipped, it contains JSON but no CloudTrail events`);
  return reportProblems([...problems, ...side.log.dropped.filter(({ path }) => !skipped.includes(path))], terminal);
}

interface Output {
  readonly view: View;
  write(counters: Counters): void;
}

async function createOutput(settings: Settings, options: ReplayOptions, terminal: Terminal): Promise<Output> {
  const { html: file } = options;
  if (file === undefined) return { view: createView(viewOf(options), settings, terminal), write: () => {} };
  const [{ collectReport, writeReport }, { readPageAssets }] = await Promise.all([
    import('../report/report-view.ts'),
    import('../report/page-assets.ts'),
  ]);
  requireFolder(file);
  const assets = readPageAssets();
  const { view, parts } = collectReport(settings);
  return { view, write: (counters) => writeReport(file, parts(counters), assets, terminal) };
}

// Said before everything is read.
function requireFolder(file: string): void {
  const folder = dirname(file);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CliError(escaped`--html: there is no directory ${folder}; create it first`, EXIT.usage);
}

// Decisions are printed for every record, in order.
function readersOf(side: Side, { decisions, threads, html }: ReplayOptions): OpenReader {
  if (decisions) return createPlainReaders(side.pipeline.ruleSet);
  const notesIgnored = html !== undefined;
  const plan = { settings: side.settings, against: null, notesIgnored };
  return createReaders(plan, createDecider(side, null, notesIgnored), threads);
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
