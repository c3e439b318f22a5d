// The findings of a checkpoint, one JSON object per line. In: findings. Out: how many bytes of the file are valid. An interruption may leave
// more, which are overwritten.

import { closeSync, createReadStream, ftruncateSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { cannotBeWritten, refusal } from '../../checkpoint/checkpoint-file.ts';
import type { Finding } from '../finding.ts';

export interface FindingsFile {
  /** The findings of the valid part. Throws a `CliError` if it is not complete. */
  read(): AsyncGenerator<Finding>;
  add(findings: readonly Finding[]): void;
  /** Writes what was added, and returns the length of the valid part. Throws a `CliError` if it cannot. */
  write(): number;
  remove(): void;
}

/** The findings next to the checkpoint at a path, of which `bytes` are valid. */
export function createFindingsFile(checkpoint: string, bytes: number): FindingsFile {
  const file = `${checkpoint}.findings`;
  let valid = bytes;
  let added = '';
  return {
    async *read() {
      if (bytes === 0) return;
      if (sizeOf(file) < bytes) throw refusal(checkpoint, `${file} is not complete. Delete both files to begin again`);
      const input = createReadStream(file, { end: bytes - 1 });
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield JSON.parse(line);
    },
    add(findings) {
      for (const finding of findings) added += `${JSON.stringify(finding)}\n`;
    },
    write() {
      if (added !== '') valid = append(file, valid, added);
      added = '';
      return valid;
    },
    remove: () => rmSync(file, { force: true }),
  };
}

function append(file: string, from: number, text: string): number {
  try {
    const handle = openSync(file, 'a', 0o600);
    try {
      ftruncateSync(handle, from);
      return from + writeAll(handle, Buffer.from(text));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw cannotBeWritten(file, error);
  }
}

function writeAll(handle: number, bytes: Uint8Array): number {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
  return bytes.length;
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
