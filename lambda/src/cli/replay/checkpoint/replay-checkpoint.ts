// The checkpoint of a replay. In: the options, and the side that replays. Out: what to write, and a side that continues.

import type { Settings } from '../../../setup/settings.ts';
import { CliError, EXIT } from '../../cli-error.ts';
import { escaped } from '../../escaped.ts';
import { type InputProblem, STDIN } from '../../inputs/find-inputs.ts';
import { countOf } from '../../numbers.ts';
import type { Terminal } from '../../terminal.ts';
import { addCounters } from '../add-counters.ts';
import type { LotOptions } from '../find-lots.ts';
import type { OutputOptions } from '../output.ts';
import type { Side } from '../side.ts';
import type { View } from '../view.ts';
import { type Checkpoint, NO_CHECKPOINT, openCheckpoint, type ReplayState } from './checkpoint.ts';
import { type Finished, identityOf } from './content.ts';

export interface Replayed {
  readonly settings: Settings;
  readonly view: View;
}

/** Opens the checkpoint that the options name. Throws a `CliError` if the replay cannot continue, or if it is of another command. */
export function openReplayCheckpoint(
  paths: readonly string[],
  options: LotOptions & OutputOptions & { readonly checkpoint?: string },
  { settings, view }: Replayed,
  terminal: Terminal,
): Checkpoint {
  const { checkpoint } = options;
  if (checkpoint === undefined) return NO_CHECKPOINT;
  if (view.goOn === undefined)
    throw new CliError(
      '--checkpoint needs --format json or --decisions, without --html and --against: other output is made at the end',
      EXIT.usage,
    );
  if (paths.includes(STDIN)) throw new CliError('--checkpoint cannot be used with standard input', EXIT.usage);
  const output = options.decisions ? 'decisions' : options.format;
  return openCheckpoint(checkpoint, identityOf(settings, paths, options, output), terminal.flush);
}

/** Lets a side continue after what is finished, and says so. */
export function goOnAfter(before: Finished, side: Side, terminal: Terminal): void {
  addCounters(side.counters, before.counters);
  side.view.goOn?.(before.threads);
  terminal.err(escaped`continues after ${before.last} (${countOf(before.files, 'finished file')})`);
}

export interface ReadSoFar {
  readonly problems: readonly InputProblem[];
  readonly skipped: readonly string[];
}

/** Both together. A reader may have read further than the replay had finished, so a problem can be found twice. */
export function together(before: ReadSoFar, { problems, skipped }: ReadSoFar): ReadSoFar {
  const byText = new Map([...before.problems, ...problems].map((problem) => [JSON.stringify(problem), problem]));
  return { problems: [...byText.values()], skipped: [...new Set([...before.skipped, ...skipped])] };
}

/** What a checkpoint says about a side that began at `beganMs` of the performance clock. */
export function replayStateOf(side: Side, read: ReadSoFar, beganMs: number): ReplayState {
  const { counters, view, log, pipeline, startedMs } = side;
  const stored = { startedMs, state: pipeline.state.snapshot(), correlations: pipeline.correlationStore.snapshot() };
  const elapsedMs = performance.now() - beganMs;
  return { counters, threads: view.threads(), elapsedMs, ...read, dropped: log.dropped, stored };
}
