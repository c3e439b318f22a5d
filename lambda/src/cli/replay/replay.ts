// The `replay` command: runs log files through the real pipeline, with in-memory state and destinations.

import { EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import type { InputProblem } from '../inputs/find-inputs.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import { printError, printWarning, type Terminal } from '../terminal.ts';
import type { Checkpoint } from './checkpoint/checkpoint.ts';
import {
  goOnAfter,
  openReplayCheckpoint,
  type ReadSoFar,
  replayStateOf,
  together,
} from './checkpoint/replay-checkpoint.ts';
import { createPlainReaders, createReaders, type OpenReader } from './decide/create-readers.ts';
import { createDecider } from './decide/decider.ts';
import { findLots, type LotOptions, type Lots } from './find-lots.ts';
import { createOutput, type Output, type OutputOptions } from './output.ts';
import { printSummary } from './print-summary.ts';
import { createProgress } from './progress.ts';
import { replayInputs } from './replay-inputs.ts';
import { createReplayLog, ofOtherSide } from './replay-log.ts';
import { sendSummariesUntil } from './send-summaries.ts';
import { createSide, type Side } from './side.ts';

export interface ReplayOptions extends SettingsOptions, LotOptions, OutputOptions {
  readonly threads?: number;
  /** Files with the variables of the other side of a comparison; later files override earlier ones. */
  readonly against?: readonly string[];
  /** The file that says what is finished. */
  readonly checkpoint?: string;
}

/** Replays the inputs, then prints the messages and the counters. An input that cannot be read makes the exit code 1. */
export async function replay(paths: readonly string[], options: ReplayOptions, terminal: Terminal): Promise<ExitCode> {
  const { against = [], threads } = options;
  const warn = (line: string) => printWarning(terminal, line);
  const settings = await loadSettings(options, {}, {}, warn);
  const other = against.length === 0 ? null : await loadSettings({ tfvars: against }, {}, {}, warn);
  const output = await createOutput(settings, other, options, terminal);
  const inputs = await findLots(paths, options, terminal);
  const checkpoint = openReplayCheckpoint(paths, options, { settings, view: viewAt(output, 0) }, terminal);
  const { before } = checkpoint;
  const log = createReplayLog(terminal, before?.dropped);
  const own = await createSide(settings, viewAt(output, 0), log, { stored: before?.stored });
  if (before !== null) goOnAfter(before, own, terminal);
  const sides = [own];
  if (other !== null) sides.push(await createSide(other, viewAt(output, 1), ofOtherSide(log), { isOther: true }));
  const openReader = readersOf(sides, options.decisions === true, output.notesIgnored, threads);
  const startedMs = performance.now() - (before?.elapsedMs ?? 0);
  const read = await replayLots(inputs, {
    own,
    sides,
    openReader,
    onFile: output.onFile,
    checkpoint,
    startedMs,
    terminal,
  });
  const elapsedMs = performance.now() - startedMs;
  log.finish();
  const code = await output.finish(sides);
  const unread = [...read.problems, ...log.dropped.filter(({ path }) => !read.skipped.includes(path))];
  // Figures of nothing would only hide the reason.
  if (own.counters.logFilesRead > 0 || unread.length === 0) printSummaries(sides, elapsedMs, terminal);
  for (const path of read.skipped) terminal.err(escaped`${path}: skipped, it contains JSON but no CloudTrail events`);
  return Math.max(code, reportProblems(unread, terminal)) as ExitCode;
}

interface Run {
  readonly own: Side;
  /** The own side, and the other one of a comparison. */
  readonly sides: readonly Side[];
  readonly openReader: OpenReader;
  readonly onFile: Output['onFile'];
  readonly checkpoint: Checkpoint;
  /** When the replay began, of the performance clock; earlier by the time that an interrupted one took. */
  readonly startedMs: number;
  readonly terminal: Terminal;
}

/** Replays what is left of the inputs, and sends the summaries that are due later. Returns what was left out, since the beginning. */
async function replayLots({ lots, problems, files }: Lots, run: Run): Promise<ReadSoFar> {
  const { own, sides, openReader, onFile, checkpoint, startedMs, terminal } = run;
  const { before } = checkpoint;
  let read: ReadSoFar = { problems: before?.problems ?? problems, skipped: before?.skipped ?? [] };
  const progress = createProgress(files - (before?.files ?? 0), own.counters.recordsRead, terminal);
  for await (const inputs of checkpoint.rest(lots)) {
    const reader = openReader(inputs);
    const stateNow = () => replayStateOf(own, together(read, reader), startedMs);
    const replayed = replayInputs(inputs, reader, sides, async (path) => {
      onFile();
      await checkpoint.finish(path, stateNow);
      progress.show(own.counters.recordsRead);
    });
    await replayed.finally(reader.close);
    read = together(read, reader);
  }
  for (const side of sides) await sendSummariesUntil(side, Number.POSITIVE_INFINITY);
  progress.clear();
  await checkpoint.close(() => replayStateOf(own, read, startedMs));
  return read;
}

function viewAt({ views }: Output, place: number): Side['view'] {
  const view = views[place];
  if (view === undefined) throw new RangeError(`there is no view for side ${place}`);
  return view;
}

function readersOf(
  sides: readonly Side[],
  decisions: boolean,
  notesIgnored: boolean,
  threads: number | undefined,
): OpenReader {
  const [own, other = null] = sides as readonly [Side, Side?];
  // Decisions are printed for every record, in order.
  if (decisions) return createPlainReaders(own.pipeline.ruleSet);
  const plan = { settings: own.settings, against: other?.settings ?? null, notesIgnored };
  return createReaders(plan, createDecider(own, other, notesIgnored), threads);
}

function printSummaries(sides: readonly Side[], elapsedMs: number, terminal: Terminal): void {
  for (const { counters, view, isOther } of sides) {
    if (sides.length > 1) terminal.err(`\n${isOther ? 'with the rules of --against' : 'with the other rules'}`);
    printSummary(counters, { elapsedMs, threads: view.threads() }, terminal);
  }
}

function reportProblems(problems: readonly InputProblem[], terminal: Terminal): ExitCode {
  for (const { path, reason } of problems) {
    printError(terminal, escaped`${path}: ${reason}`);
  }
  return problems.length === 0 ? EXIT.fine : EXIT.findings;
}
