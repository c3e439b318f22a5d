// Fetches log files ahead of their turn, so that the network works while the records of other files are decided.

import type { Envelope, LogFileItem } from '../core/sources/envelope.ts';
import type { LogFileStore } from './ports.ts';

const AHEAD = 3;
// Log files of usual events pack into far less than this. Whoever fills events with noise can make large ones of several at
// once, which would crowd a function of 256 MB.
const AHEAD_BYTES = 16 * 1024 * 1024;

/**
 * Gives the bytes of a log file of the batch; each file is fetched once, at most three ahead of the one asked for, and no
 * more than 16 MB of them; one whose size nobody told counts as that much.
 */
export type FetchLogFile = (item: LogFileItem) => Promise<Uint8Array>;

/** Begins fetching the log files of some envelopes in their order. */
export function fetchAhead(envelopes: readonly Envelope[], logFiles: LogFileStore): FetchLogFile {
  const queue = envelopes.flatMap(({ items }) => items).filter((item) => item.kind === 'log-file');
  const begun = new Map<LogFileItem, Promise<Uint8Array>>();
  const begin = (item: LogFileItem): Promise<Uint8Array> => {
    const bytes = logFiles.read(item);
    bytes.catch(() => {}); // Handled by whoever asks for the file; without this, a rejection before that ends the process.
    begun.set(item, bytes);
    return bytes;
  };
  return (item) => {
    const at = queue.indexOf(item);
    const bytes = begun.get(item) ?? begin(item);
    for (const next of smallOf(queue.slice(at + 1, at + 1 + AHEAD))) if (!begun.has(next)) void begin(next);
    begun.set(item, RELEASED);
    return bytes;
  };
}

// The first of some files that are small enough to be held together.
function smallOf(files: readonly LogFileItem[]): readonly LogFileItem[] {
  let room = AHEAD_BYTES;
  const end = files.findIndex(({ bytes = AHEAD_BYTES }) => {
    room -= bytes;
    return room < 0;
  });
  return end === -1 ? files : files.slice(0, end);
}

// Stands in for bytes that were handed over, so that they can be collected while later files are processed.
const RELEASED: Promise<Uint8Array> = Promise.resolve(new Uint8Array());
