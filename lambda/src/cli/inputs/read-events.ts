// Reads the events in one file for commands that work on single events. In: a path to a file in any format that `replay`
// accepts. Out: parsed records.

import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { decompress, isGzip } from '../../core/log-files/decompress.ts';
import { LogFileError } from '../../core/log-files/log-file.ts';
import { textAt } from '../../core/records/field-path.ts';
import { type CloudTrailRecord, isJsonObject } from '../../core/records/record.ts';
import { recordIdOf } from '../../core/records/record-id.ts';
import { CliError, describeFileError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { jsonProblem } from '../json-problem.ts';
import { findInputs, STDIN } from './find-inputs.ts';
import { CONVERTED_BYTES, type Converted, eventsIn, toLogFile } from './to-log-file.ts';

/** Every event in a file. Throws a `CliError` that names the file. */
export async function readEvents(path: string): Promise<readonly CloudTrailRecord[]> {
  const { bytes, problems } = await convert(path);
  if (problems.length > 0) throw new CliError(escaped`${path}: ${problems.join('; ')}`);
  const events = eventsIn(parse(path, bytes))?.filter(isJsonObject);
  if (events === undefined || events.length === 0) throw new CliError(escaped`${path}: contains no CloudTrail event`);
  return events;
}

/** The events of each file below the paths. What cannot be read is added to `reasons`, which name the file, and left out. */
export async function* readAllEvents(
  paths: readonly string[],
  reasons: string[],
): AsyncGenerator<readonly CloudTrailRecord[]> {
  const { inputs, problems } = findInputs(paths);
  reasons.push(...problems.map(({ path, reason }) => escaped`${path}: ${reason}`));
  for (const { path } of inputs) {
    try {
      yield await readEvents(path);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      reasons.push(error.message);
    }
  }
}

/** The only event in a file, or the event with the id. Throws a `CliError` that lists the events if there is no such event. */
export async function readEvent(path: string, eventId?: string): Promise<CloudTrailRecord> {
  const events = await readEvents(path);
  const chosen = eventId === undefined ? events : events.filter((event) => recordIdOf(event) === eventId);
  if (chosen.length === 1) return chosen[0] as CloudTrailRecord;
  const ids = events.slice(0, LISTED).map((event) => `${recordIdOf(event)} (${textAt(event, 'eventName')})`);
  const more = events.length > LISTED ? `, and ${events.length - LISTED} more` : '';
  const problem =
    chosen.length === 0 ? `no event has the id ${eventId}` : 'choose an event with --event-id, or event_id in a case';
  throw new CliError(escaped`${path}: ${problem}; the file contains ${ids.join(', ')}${more}`);
}

const LISTED = 5;

async function readBytes(path: string): Promise<Buffer> {
  try {
    return path === STDIN ? await buffer(process.stdin) : await readFile(path);
  } catch (error) {
    throw new CliError(escaped`${path}: cannot be read: ${describeFileError(error)}`, undefined, { cause: error });
  }
}

async function convert(path: string): Promise<Converted> {
  try {
    return await toLogFile(await readBytes(path));
  } catch (error) {
    throw error instanceof LogFileError ? unreadable(path, error) : error;
  }
}

function parse(path: string, bytes: Uint8Array): unknown {
  let text = '';
  try {
    const plain = isGzip(bytes) ? decompress(bytes, CONVERTED_BYTES) : bytes;
    if (!isUtf8(plain)) throw new CliError(escaped`${path}: is neither JSON nor gzipped JSON`);
    text = Buffer.from(plain).toString('utf8');
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof LogFileError) throw unreadable(path, error);
    if (!(error instanceof SyntaxError)) throw error;
    throw new CliError(escaped`${path}: ${jsonProblem(text, error)}`, undefined, { cause: error });
  }
}

function unreadable(path: string, error: LogFileError): CliError {
  const remedy = error.code === 'too_large' ? '; save the event in a separate file' : '';
  return new CliError(escaped`${path}: ${error.message}${remedy}`, undefined, { cause: error });
}
