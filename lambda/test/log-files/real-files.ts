// The real log files among the fixtures.

import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';

const folder = new URL('../fixtures/log-files/', import.meta.url);

/** Name and bytes of each, as in S3. */
export const REAL_FILES = readdirSync(folder)
  .filter((name) => name.endsWith('.json.gz'))
  .map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) }));

/** All records of these files. */
export const REAL_RECORDS = REAL_FILES.flatMap(
  ({ bytes }) => JSON.parse(gunzipSync(bytes).toString()).Records as CloudTrailRecord[],
);
