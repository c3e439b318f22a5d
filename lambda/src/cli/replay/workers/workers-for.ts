// How many workers a replay uses. In: its inputs. Out: a number; 0 if the main thread reads them itself.

import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Input, STDIN } from '../../inputs/find-inputs.ts';
import { isS3Location } from '../../s3/s3-location.ts';
import { hasWorkerProgram } from './worker-pool.ts';

// A worker takes about a fifth of a second to start and to warm up. On two cores, it is worth that only for more than this, because
// decompression already has separate threads.
const WORTH_BYTES = 32 * 1024 * 1024;
const PLAIN_TEXT_PER_GZIP = 10;

/** `threads` workers; if it is undefined, one for each core, as far as there is enough to read for them. */
export function workersFor(inputs: readonly Input[], threads: number | undefined): number {
  if (!hasWorkerProgram() || inputs.length < 2 || inputs.some(({ path }) => path === STDIN)) return 0;
  const workers = Math.min(threads ?? availableParallelism(), inputs.length);
  if (workers < 2) return 0;
  return threads === undefined && sizeOf(inputs) < WORTH_BYTES ? 0 : workers;
}

// Stops as soon as there is enough: inputs may be many.
function sizeOf(inputs: readonly Input[]): number {
  let bytes = 0;
  for (const { path } of inputs) {
    if (isS3Location(path)) return WORTH_BYTES;
    const { size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    bytes += path.endsWith('.gz') ? size : size / PLAIN_TEXT_PER_GZIP;
    if (bytes >= WORTH_BYTES) break;
  }
  return bytes;
}
