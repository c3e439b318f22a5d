// A separate process that sends one log file through the pipeline: process-file.mjs FILE. Prints the counters.

import { readFileSync } from 'node:fs';
import { createMemoryPipeline } from './memory-pipeline.ts';

const { counters } = await createMemoryPipeline().invoke([readFileSync(process.argv[2] ?? '')]);
if (counters.logFilesRead !== 1) throw new Error(`the file was not read: ${JSON.stringify(counters)}`);
console.log(JSON.stringify(counters));
