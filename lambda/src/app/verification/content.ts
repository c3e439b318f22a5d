// The hash of what is read of a log file, taken while it is read. In: its content, as it is decompressed. Out: its reading mark.

import { createHash } from 'node:crypto';
import { type ReadingMark, TOO_LARGE } from '../../core/digests/reading-mark.ts';
import { LogFileError } from '../../core/log-files/log-file.ts';
import type { EnvelopeItem } from '../../core/sources/envelope.ts';
import type { Pipeline } from '../pipeline.ts';
import { PortError } from '../ports.ts';

export interface Content {
  add(content: Uint8Array): void;
  /** The mark of a file that was read to its end. */
  mark(): ReadingMark;
  /** The mark of a file that was not; undefined if nothing could be read at all. */
  markOfError(error: unknown): ReadingMark | undefined;
}

/** The content of a log file; null if it is not to be verified. */
export function createContent(item: EnvelopeItem, { verification }: Pipeline): Content | null {
  if (verification === undefined || item.kind !== 'log-file') return null;
  const { bucket, key, isLate } = item;
  const hash = createHash('sha256');
  const mark = (sha256: string): ReadingMark => ({ bucket, key, state: isLate ? 'late' : 'read', sha256 });
  return {
    add: (content) => void hash.update(content),
    mark: () => mark(hash.digest('hex')),
    markOfError: (error) => {
      if (isTooLarge(error)) return mark(TOO_LARGE);
      return error instanceof LogFileError ? mark(hasContent(error) ? hash.digest('hex') : '') : undefined;
    },
  };
}

/** Whether an object is larger than what is read. */
export function isTooLarge(error: unknown): boolean {
  return (error instanceof LogFileError || error instanceof PortError) && error.code === 'too_large';
}

// What is not JSON was decompressed all the same, so it may be what CloudTrail delivered.
function hasContent({ code }: LogFileError): boolean {
  return code === 'not_json' || code === 'no_records';
}
