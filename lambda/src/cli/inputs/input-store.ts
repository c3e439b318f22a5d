// The log file store of a replay: files on disk and standard input instead of S3. In: the inputs of a command line, asked
// for by their path as key. Out: log file bytes, read and unpacked on other threads ahead of their turn.

import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { type LogFileStore, PortError } from '../../app/ports.ts';
import { describeFileError } from '../cli-error.ts';
import { type Input, type InputProblem, STDIN } from './find-inputs.ts';
import { toLogFile } from './to-log-file.ts';

export interface InputStore extends LogFileStore {
  /** What was left out of inputs that were read otherwise. */
  readonly problems: readonly InputProblem[];
  /** Files found in directories that hold other JSON than events; reading them rejects with `no_events`. */
  readonly passedOver: readonly string[];
}

/** Stands in for the bucket of files that lie here. */
export const LOCAL_BUCKET = 'local';
const NOT_EVENTS = 'no_events';

const AHEAD = 2;

/** Makes a store of inputs that are read in their order, each once; the first few are begun at once. */
export function createInputStore(inputs: readonly Input[]): InputStore {
  const problems: InputProblem[] = [];
  const passedOver: string[] = [];
  const begun = new Map<number, Promise<Uint8Array>>();
  const positions = new Map(inputs.map(({ path }, index) => [path, index]));

  async function load({ path, found }: Input): Promise<Uint8Array> {
    const converted = await toLogFile(await readBytes(path));
    problems.push(...converted.problems.map((reason) => ({ path, reason })));
    if (converted.isLog || !found) return converted.bytes;
    passedOver.push(path);
    throw new PortError('permanent', NOT_EVENTS, 'holds JSON, but no CloudTrail events');
  }

  function begin(index: number): void {
    const input = inputs[index];
    if (input === undefined || begun.has(index)) return;
    const bytes = load(input);
    bytes.catch(() => {}); // Whoever asks for the file is told; until then nobody may be listening.
    begun.set(index, bytes);
  }

  async function read({ key }: { readonly key: string }): Promise<Uint8Array> {
    const index = positions.get(key) ?? -1;
    for (let next = index; next <= index + AHEAD; next++) begin(next);
    const bytes = begun.get(index);
    if (bytes === undefined) throw new PortError('permanent', 'NoSuchKey', 'was not among the inputs');
    begun.set(index, Promise.resolve(new Uint8Array()));
    return bytes;
  }

  for (let first = 0; first < AHEAD; first++) begin(first);
  return { read, problems, passedOver };
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    // Asynchronous reading takes several turns of the event loop, and while records are decided there are none: nothing
    // would be unpacked meanwhile.
    return path === STDIN ? await buffer(process.stdin) : readFileSync(path);
  } catch (error) {
    throw new PortError('permanent', 'unreadable', describeFileError(error), { cause: error });
  }
}
