// Fetches the next log files while the function decides on the records of the current one.
// In: the items of a payload. Out: a function that returns the bytes of one log file.

import type { EnvelopeItem, LogFileItem } from '../core/sources/envelope.ts';
import type { LogFileStore } from './ports.ts';

// A full batch of the queue, so that all of its files are fetched at the same time.
const AHEAD = 9;
// Usual log files are far smaller. A user who fills events with noise can cause several large files in one batch, which
// together would not fit into a function of 256 MB.
const AHEAD_BYTES = 16 * 1024 * 1024;

/**
 * Returns the bytes of a log file of the batch. Each file is fetched once, at most nine ahead of the requested one and at
 * most 16 MB of them. A file of unknown size counts as 16 MB.
 */
export type FetchLogFile = (item: LogFileItem) => Promise<Uint8Array>;

/** Fetches the log files of some items in their order. */
export function fetchAhead(items: readonly EnvelopeItem[], logFiles: LogFileStore): FetchLogFile {
  const queue = items.filter((item) => item.kind === 'log-file');
  const started = new Map<LogFileItem, Promise<Uint8Array>>();
  const begin = (item: LogFileItem): Promise<Uint8Array> => {
    const bytes = logFiles.read(item);
    bytes.catch(() => {}); // The caller handles it later. Without this, an earlier rejection ends the process.
    started.set(item, bytes);
    return bytes;
  };
  return (item) => {
    const at = queue.indexOf(item);
    const bytes = started.get(item) ?? begin(item);
    for (const next of smallOf(queue.slice(at + 1, at + 1 + AHEAD))) if (!started.has(next)) void begin(next);
    started.set(item, RELEASED);
    return bytes;
  };
}

// The first files that together are small enough.
function smallOf(files: readonly LogFileItem[]): readonly LogFileItem[] {
  let room = AHEAD_BYTES;
  const end = files.findIndex(({ bytes = AHEAD_BYTES }) => {
    room -= bytes;
    return room < 0;
  });
  return end === -1 ? files : files.slice(0, end);
}

// Replaces bytes that were returned, so that they can be garbage collected while later files are processed.
const RELEASED: Promise<Uint8Array> = Promise.resolve(new Uint8Array());
