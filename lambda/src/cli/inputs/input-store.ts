// The log file store of a replay: files on disk and standard input instead of S3. In: the inputs of the command, by path.
// Out: the bytes of log files, which other threads decompress ahead of time.

import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { type LogFileStore, PortError } from '../../app/ports.ts';
import { describeFileError } from '../cli-error.ts';
import { readFromS3 } from '../s3/read-from-s3.ts';
import { isS3Location, parseS3Location } from '../s3/s3-location.ts';
import { type Input, type InputProblem, STDIN } from './find-inputs.ts';
import { toLogFile } from './to-log-file.ts';

export interface InputStore extends LogFileStore {
  /** Parts of inputs that were left out, such as lines that are not JSON. */
  readonly problems: readonly InputProblem[];
  /** Files found in directories that contain JSON but no events. Reading such a file rejects with `no_events`. */
  readonly skipped: readonly string[];
}

const NOT_EVENTS = 'no_events';

const AHEAD = 2;
// Most of the time, a request to S3 waits.
const AHEAD_S3 = 8;

/** Creates a store of inputs that are read in order, each once. It starts to read the first inputs immediately. */
export function createInputStore(inputs: readonly Input[]): InputStore {
  const ahead = inputs.some(({ path }) => isS3Location(path)) ? AHEAD_S3 : AHEAD;
  const problems: InputProblem[] = [];
  const skipped: string[] = [];
  const started = new Map<number, Promise<Uint8Array>>();
  const positions = new Map(inputs.map(({ path }, index) => [path, index]));

  async function load({ path, found }: Input): Promise<Uint8Array> {
    const bytes = await readBytes(path);
    if (bytes.length === 0) throw new PortError('permanent', 'unreadable', 'it is empty');
    const converted = await toLogFile(bytes);
    problems.push(...converted.problems.map((reason) => ({ path, reason })));
    if (converted.isLog || !found) return converted.bytes;
    skipped.push(path);
    throw new PortError('permanent', NOT_EVENTS, 'contains JSON, but no CloudTrail events');
  }

  function start(index: number): void {
    const input = inputs[index];
    if (input === undefined || started.has(index)) return;
    const bytes = load(input);
    bytes.catch(() => {}); // `read` reports the error; without this handler an early failure would be an unhandled rejection.
    started.set(index, bytes);
  }

  async function read({ key }: { readonly key: string }): Promise<Uint8Array> {
    const index = positions.get(key) ?? -1;
    for (let next = index; next <= index + ahead; next++) start(next);
    const bytes = started.get(index);
    if (bytes === undefined) throw new PortError('permanent', 'NoSuchKey', 'is not one of the inputs');
    started.set(index, Promise.resolve(new Uint8Array()));
    return bytes;
  }

  for (let first = 0; first < ahead; first++) start(first);
  return { read, problems, skipped };
}

let s3: Promise<LogFileStore> | undefined;

// One client for all files of a thread, loaded only if there is one in S3. Many attempts: throttling ends.
function openS3(): Promise<LogFileStore> {
  s3 ??= import('../../adapters/aws/s3-log-files.ts').then(({ createLogFileStore }) =>
    createLogFileStore({ maxAttempts: 8, timeoutMs: 20_000 }),
  );
  return s3;
}

async function readBytes(path: string): Promise<Buffer> {
  if (isS3Location(path)) {
    const { bucket, prefix } = parseS3Location(path);
    const store = await openS3();
    return Buffer.from(await readFromS3(() => store.read({ bucket, key: prefix })));
  }
  try {
    // Asynchronous reading needs several turns of the event loop, and there are none while records are decided: no file
    // would be decompressed in the meantime.
    return path === STDIN ? await buffer(process.stdin) : readFileSync(path);
  } catch (error) {
    throw new PortError('permanent', 'unreadable', describeFileError(error), { cause: error });
  }
}
