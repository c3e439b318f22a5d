// How deep JSON is nested. In: any parsed JSON, deeper than a call stack perhaps, for `JSON.parse` has no limit of its own.
// Out: the same within a number of levels. Never throws; does not copy what is not too deep.

import { isJsonObject, type Json, type JsonObject } from './record.ts';

/** Many times what CloudTrail writes, and less than what `JSON.stringify` and those who read its text can follow. */
const DEEPEST = 100;

/** The record with a text in place of whatever is nested more than a hundred levels deep. */
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
