// Reads the events in one file for commands that work on single events. In: a path to a file in any format that `replay`
// accepts. Out: parsed records.

import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { decompress, isGzip } from '../../core/log-files/decompress.ts';
import { LogFileError } from '../../core/log-files/log-file.ts';
import { textAt } from '../../core/records/field-path.ts';
import { type CloudTrailRecord, isJsonObject } from '../../core/records/record.ts';
import { CliError, describeFileError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { STDIN } from './find-inputs.ts';
import { CONVERTED_BYTES, type Converted, eventsIn, toLogFile } from './to-log-file.ts';

/** Every event in a file. Throws a `CliError` that names the file. */
export async function readEvents(path: string): Promise<readonly CloudTrailRecord[]> {
  const { bytes, problems } = await convert(path);
  if (problems.length > 0) throw new CliError(escaped`${path}: ${problems.join('; ')}`);
  const events = eventsIn(parse(path, bytes))?.filter(isJsonObject);
  if (events === undefined || events.length === 0) throw new CliError(escaped`${path}: contains no CloudTrail event`);
  return events;
}

/** The only event in a file, or the event with the id. Throws a `CliError` that lists the events if there is no such event. */
export async function readEvent(path: string, eventId?: string): Promise<CloudTrailRecord> {
  const events = await readEvents(path);
  const chosen = eventId === undefined ? events : events.filter((event) => textAt(event, 'eventID') === eventId);
  if (chosen.length === 1) return chosen[0] as CloudTrailRecord;
  const ids = events.slice(0, LISTED).map((event) => `${textAt(event, 'eventID')} (${textAt(event, 'eventName')})`);
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
    throw error instanceof LogFileError ? tooLarge(path, error) : error;
  }
}

function parse(path: string, bytes: Uint8Array): unknown {
  try {
    const plain = isGzip(bytes) ? decompress(bytes, CONVERTED_BYTES) : bytes;
    return JSON.parse(Buffer.from(plain).toString('utf8'));
  } catch (error) {
    if (error instanceof LogFileError && error.code === 'too_large') throw tooLarge(path, error);
    throw new CliError(escaped`${path}: is neither JSON nor gzipped JSON: ${(error as Error).message}`, undefined, {
      cause: error,
    });
  }
}

function tooLarge(path: string, error: LogFileError): CliError {
  return new CliError(escaped`${path}: ${error.message}; save the event in a separate file`, undefined, {
    cause: error,
  });
}
