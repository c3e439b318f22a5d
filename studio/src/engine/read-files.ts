// Reads the files that the user gave, with the reader of the function. In: files. Out: their records, a part at a time, and why a
// file, or a part of it, could not be read. Never throws for what a file contains.

import { toLogFile } from '../../../lambda/src/cli/inputs/to-log-file.ts';
import { LogFileError } from '../../../lambda/src/core/log-files/log-file.ts';
import { readLogFileParts } from '../../../lambda/src/core/log-files/read-log-file.ts';
import type { CloudTrailRecord } from '../../../lambda/src/core/records/record.ts';
import { EVERY_RECORD } from '../../../lambda/src/core/records/record-filter.ts';
import type { StudioFile } from '../protocol.ts';

/** A part of a file. */
export interface FilePart {
  readonly records: readonly CloudTrailRecord[];
  readonly problems: readonly string[];
}

/** Reads a file, part by part. */
export async function* readFile({ content }: StudioFile): AsyncGenerator<FilePart> {
  try {
    const { bytes, problems, isLog } = await toLogFile(Buffer.from(await content.arrayBuffer()));
    yield { records: [], problems: isLog ? problems : ['contains no CloudTrail events'] };
    if (!isLog) return;
    for await (const { candidates, broken } of readLogFileParts(bytes, EVERY_RECORD)) {
      yield { records: candidates, problems: broken.first.map(({ index, reason }) => `record ${index + 1} ${reason}`) };
    }
  } catch (error) {
    yield {
      records: [],
      problems: [error instanceof LogFileError ? error.message : `cannot be read: ${String(error)}`],
    };
  }
}
