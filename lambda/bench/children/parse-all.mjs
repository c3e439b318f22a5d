// The floor as a program: decompresses and parses every log file below a folder, and nothing else.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const folder = process.argv[2];
let records = 0;
for (const name of readdirSync(folder, { recursive: true }).sort()) {
  if (name.endsWith('.json.gz')) records += JSON.parse(gunzipSync(readFileSync(join(folder, name)))).Records.length;
}
console.log(records);
