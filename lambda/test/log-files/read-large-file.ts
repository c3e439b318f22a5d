// Runs as a separate process: reads a log file of 200 MB raw text and prints the number of records and its peak memory.

import { readLogFileParts } from '../../src/core/log-files/read-log-file.ts';
import { peakMib } from '../programs/peak-memory.ts';
import { DEFAULT_RULES } from './filter-oracle.ts';
import { largeLogFile } from './large-log-file.ts';

const RAW_BYTES = 200 * 1024 * 1024;
const record = { eventVersion: '1.08', eventName: 'GetObject', requestParameters: { key: 'x'.repeat(900) } };

let recordsRead = 0;
for await (const part of readLogFileParts(largeLogFile([record], RAW_BYTES), DEFAULT_RULES))
  recordsRead += part.recordsRead;
console.log(JSON.stringify({ recordsRead, peakMib: peakMib() }));
