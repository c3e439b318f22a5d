// The JSON that cloudtrail-to-slack (Python) published, so that its subscribers keep working.
// In: a record. Out: the same fields with the same meaning and spelling, even if the record lacks a field that it needed.

import { eventTimeOf } from '../records/event-time.ts';
import { failureOf } from '../records/failure.ts';
import { textAt, valueAt } from '../records/field-path.ts';
import {
  type CloudTrailRecord,
  isJsonObject,
  type Json,
  type JsonObject,
  type RecordOrigin,
} from '../records/record.ts';

/** The predecessor's ten fields. `account_id` is the caller's, "N/A" if unknown; `source_file` is the key in the bucket. */
export function predecessorFields(record: CloudTrailRecord, origin: RecordOrigin | null): JsonObject {
  const read = (field: string): Json => valueAt(record, field) ?? null;
  const actor = read('userIdentity.arn') ?? read('userIdentity') ?? 'N/A';
  const code = failureOf(record)?.code ?? null;
  const title = `${pythonText(actor)} called ${pythonText(read('eventName'))}`;
  return {
    title: code === null ? title : `${title} but failed due to ${code}`,
    error_message: read('errorMessage'),
    request_parameters: read('requestParameters'),
    response_elements: read('responseElements'),
    additional_details: read('additionalEventData'),
    account_id: textAt(record, 'userIdentity.accountId') || 'N/A',
    event_time: pythonTime(eventTimeOf(record) ?? 'N/A'),
    event_id: read('eventID') ?? read('eventId') ?? 'N/A',
    actor,
    source_file: origin?.key ?? 'N/A',
  };
}

/** A time in the format of Python's `str(datetime)`: `2019-07-03 16:14:51+00:00`; any other string is returned unchanged. */
export function pythonTime(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (parts === null) return text;
  const [, date, time, fraction, zone] = parts;
  const micros = Number(fraction ?? 0) === 0 ? '' : `.${(fraction as string).padEnd(6, '0')}`;
  return `${date} ${time}${micros}${zone === 'Z' ? '+00:00' : zone}`;
}

const DEEPEST = 8;
const MOST_ITEMS = 50;

// A string unchanged; anything else in the format of Python's `str`, which the predecessor used for callers without an ARN.
function pythonText(value: Json): string {
  return typeof value === 'string' ? value : pythonRepr(value, DEEPEST);
}

function pythonRepr(value: Json, depth: number): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (depth === 0) return '...';
  if (!isJsonObject(value)) {
    return `[${(value as readonly Json[])
      .slice(0, MOST_ITEMS)
      .map((item) => pythonRepr(item, depth - 1))
      .join(', ')}]`;
  }
  const entries = Object.entries(value).slice(0, MOST_ITEMS);
  return `{${entries.map(([key, item]) => `${quoted(key)}: ${pythonRepr(item, depth - 1)}`).join(', ')}}`;
}

function quoted(text: string): string {
  const escaped = text.replace(/[\\\n\r\t]/g, (character) => ESCAPES.get(character) as string);
  return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);
