// What reads and decides the inputs of a replay. In: inputs in order. Out: the decided parts of each, in the same order.

import type { RecordOrigin } from '../../../core/records/record.ts';
import type { InputProblem } from '../../inputs/find-inputs.ts';
import type { ReplayPart } from './decider.ts';

export interface Reader {
  /** The parts of an input; each is read once. */
  parts(origin: RecordOrigin): AsyncIterable<ReplayPart>;
  /** Inputs, or parts of them, that were left out. */
  readonly problems: readonly InputProblem[];
  /** Files found in directories that contain JSON but no events. */
  readonly skipped: readonly string[];
  close(): Promise<void>;
}
