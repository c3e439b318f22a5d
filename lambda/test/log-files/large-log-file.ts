// Creates a large log file from real records, without all of its text in memory.

import { gzipSync } from 'node:zlib';
import type { CloudTrailRecord } from '../../src/core/records/record.ts';

/** A gzip log file of at least `rawBytes`, in members of a megabyte, so that its trailer declares far less than it contains. */
export function largeLogFile(records: readonly CloudTrailRecord[], rawBytes: number): Buffer {
  const lines = records.map((record) => JSON.stringify(record));
  const members: Buffer[] = [];
  let text = '{"Records":[';
  for (let written = 0, index = 0; written < rawBytes; index++) {
    const line = `${index === 0 ? '' : ','}${lines[index % lines.length]}`;
    text += line;
    written += line.length;
    if (text.length > 1024 * 1024) {
      members.push(gzipSync(text));
      text = '';
    }
  }
  members.push(gzipSync(`${text}]}`));
  return Buffer.concat(members);
}
