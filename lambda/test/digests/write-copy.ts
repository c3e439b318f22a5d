// Writes buckets into a directory, one folder each, as `aws s3 sync` does: without metadata.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Buckets } from './trail-world.ts';

export function writeCopy(buckets: Buckets, directory: string): void {
  for (const { bucket, key, bytes } of buckets.objects.values()) {
    const file = path.join(directory, bucket, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
