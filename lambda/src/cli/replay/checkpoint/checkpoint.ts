// Lets an interrupted replay continue. In: the inputs in order, and each finished one. Out: the inputs that are left, and a file that
// says what is finished.

import { readCheckpoint, refusal, writeCheckpoint } from '../../checkpoint/checkpoint-file.ts';
import { createSaveTimes } from '../../checkpoint/save-times.ts';
import type { CliError } from '../../cli-error.ts';
import type { Input } from '../../inputs/find-inputs.ts';
import { type CommandIdentity, type Finished, KIND, VERSION } from './content.ts';

/** What is stored of the replay when a checkpoint is written. */
export type ReplayState = Omit<Finished, 'files' | 'last'>;

export interface Checkpoint {
  /** What the interrupted replay had finished; null at the beginning. */
  readonly before: Finished | null;
  /** The inputs that are left of each lot. Throws a `CliError` if the finished ones are not the first ones. */
  rest(lots: AsyncIterable<readonly Input[]>): AsyncIterable<readonly Input[]>;
  /** Notes that an input is finished, and writes the file if that is due. `stateNow` is called only then. */
  finish(path: string, stateNow: () => ReplayState): Promise<void>;
  /** Writes the file. */
  close(stateNow: () => ReplayState): Promise<void>;
}

/** A checkpoint that writes nothing. */
export const NO_CHECKPOINT: Checkpoint = {
  before: null,
  rest: (lots) => lots,
  finish: async () => {},
  close: async () => {},
};

/** Opens the checkpoint in a file, which does not have to exist. `beforeSave` is called before each write. Throws a `CliError` if it is of another command. */
export function openCheckpoint(path: string, command: CommandIdentity, beforeSave: () => Promise<void>): Checkpoint {
  const before = readCheckpoint(path, command, KIND) as unknown as Finished | null;
  let files = before?.files ?? 0;
  let last = before?.last ?? '';
  const times = createSaveTimes();
  const save = async (stateNow: () => ReplayState): Promise<void> => {
    const beganMs = performance.now();
    await beforeSave();
    writeCheckpoint(path, { version: VERSION, command, files, last, ...stateNow() });
    times.saved(beganMs);
  };
  return {
    before,
    rest: (lots) => (before === null ? lots : withoutFirst(lots, before, path)),
    async finish(input, stateNow) {
      files++;
      last = input;
      if (times.isDue()) await save(stateNow);
    },
    close: save,
  };
}

async function* withoutFirst(
  lots: AsyncIterable<readonly Input[]>,
  { files, last }: Finished,
  path: string,
): AsyncGenerator<readonly Input[]> {
  let passed = 0;
  for await (const lot of lots) {
    const finished = Math.min(files - passed, lot.length);
    if (finished > 0 && passed + finished === files && lot[finished - 1]?.path !== last) throw changed(path, last);
    passed += lot.length;
    if (finished < lot.length) yield lot.slice(finished);
  }
  if (passed < files) throw changed(path, last);
}

function changed(path: string, last: string): CliError {
  return refusal(path, `the inputs before ${last} have changed since. Delete the file to begin again`);
}
