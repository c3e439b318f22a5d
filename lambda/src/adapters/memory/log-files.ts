// Log files in memory. In: objects from a test or, through the command line, from disk. Out: their bytes, or the permanent
// fault that the S3 store has. Never uses a disk or a network.

import { type LogFileStore, PortError } from '../../app/ports.ts';

export interface MemoryLogFiles extends LogFileStore {
  put(bucket: string, key: string, bytes: Uint8Array): void;
  remove(bucket: string, key: string): void;
}

/** An in-process `LogFileStore`; a bucket exists after the first object is put into it. */
export function createMemoryLogFiles(): MemoryLogFiles {
  const buckets = new Map<string, Map<string, Uint8Array>>();
  return {
    put(bucket, key, bytes) {
      const objects = buckets.get(bucket) ?? new Map<string, Uint8Array>();
      buckets.set(bucket, objects.set(key, bytes));
    },
    remove(bucket, key) {
      buckets.get(bucket)?.delete(key);
    },
    async read({ bucket, key }) {
      const objects = buckets.get(bucket);
      if (objects === undefined) throw new PortError('permanent', 'NoSuchBucket', `there is no bucket ${bucket}`);
      const bytes = objects.get(key);
      if (bytes === undefined) throw new PortError('permanent', 'NoSuchKey', `there is no object ${key} in ${bucket}`);
      return bytes;
    },
  };
}
