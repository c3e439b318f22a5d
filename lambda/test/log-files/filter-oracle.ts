// The meaning of a record filter, in the simplest code: the oracle for the search for marks.

import { fieldReader } from '../../src/core/records/field-path.ts';
import type { Json } from '../../src/core/records/record.ts';
import type { FieldCondition, RecordFilter } from '../../src/core/records/record-filter.ts';

/** Whether a record passes a filter. */
export function letsThrough({ alternatives }: RecordFilter, record: Json): boolean {
  return alternatives === null || alternatives.some((all) => all.every((condition) => holds(condition, record)));
}

function holds({ path, test, values }: FieldCondition, record: Json): boolean {
  const written = fieldReader(path)(record);
  if (test === 'exists') return ['string', 'number', 'boolean'].includes(typeof written);
  if (typeof written !== 'string') return false;
  const text = test.startsWith('i') ? written.toLowerCase() : written;
  const kind = test.replace(/^i/, '').toLowerCase();
  if (kind === 'equals') return values.includes(text);
  if (kind === 'startswith') return values.some((value) => text.startsWith(value));
  if (kind === 'endswith') return values.some((value) => text.endsWith(value));
  return values.some((value) => text.includes(value));
}

export function equals(path: string, ...values: string[]): FieldCondition {
  return { path, test: 'equals', values };
}

/** Like the filter of the default rules. */
export const DEFAULT_RULES: RecordFilter = {
  alternatives: [
    [equals('eventName', 'ConsoleLogin')],
    [{ path: 'errorCode', test: 'endsWith', values: ['UnauthorizedOperation'] }],
    [{ path: 'errorCode', test: 'startsWith', values: ['AccessDenied'] }],
    [equals('userIdentity.type', 'Root')],
    [equals('eventSource', 'cloudtrail.amazonaws.com'), equals('eventName', 'StopLogging')],
    [equals('eventSource', 'cloudtrail.amazonaws.com'), equals('eventName', 'UpdateTrail')],
    [equals('eventSource', 'cloudtrail.amazonaws.com'), equals('eventName', 'DeleteTrail')],
    [
      equals('eventSource', 'lambda.amazonaws.com'),
      { path: 'eventName', test: 'startsWith', values: ['UpdateFunctionConfiguration', 'UpdateFunctionCode'] },
    ],
  ],
};
