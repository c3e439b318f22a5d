// Limits the nesting of JSON. In: any parsed JSON. `JSON.parse` has no limit, so it may be nested deeper than the call stack.
// Out: the same JSON within a number of levels. Never throws; does not copy JSON that is within the limit.

import { isJsonObject, type Json, type JsonObject } from './record.ts';

/** Many times the nesting of CloudTrail records, and less than `JSON.stringify` and common JSON parsers support. */
const DEEPEST = 100;

/** The record, with a string instead of each value that is nested more than a hundred levels deep. */
export function withinDepth(record: JsonObject): JsonObject {
  return isDeeperThan(record, DEEPEST) ? (cut(record, DEEPEST) as JsonObject) : record;
}

function isDeeperThan(value: Json, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((child) => isDeeperThan(child, levels - 1));
}

function cut(value: Json, levels: number): Json {
  if (value === null || typeof value !== 'object') return value;
  if (levels === 0) return '… nested too deep, left out';
  if (!isJsonObject(value)) return (value as readonly Json[]).map((child) => cut(child, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, cut(child, levels - 1)]));
}
