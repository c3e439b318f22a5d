// A day of an account and region, which is compared once more after its end. In: the key of a digest, and a time. Out: which day, and
// where its objects are. Pure.

import { type Covered, isCovered } from './coverage.ts';

export const HOUR_MS = 3600 * 1000;
export const DAY_MS = 24 * HOUR_MS;
// Digests list log files within an hour of their delivery, and are delivered late themselves.
const WAIT_HOURS = 3;
// All days of an organization end at the same time. Comparing them together would delay alerts.
const SPREAD_HOURS = 17;

/** Where the objects of a day are. */
export interface Day {
  readonly startMs: number;
  /** What the keys of the account begin with, up to `CloudTrail-Digest/`. */
  readonly prefix: string;
  readonly region: string;
}

const KEY = /^(.*\/|)CloudTrail-Digest\/([^/]+)\/\d{4}\/\d\d\/\d\d\/[^/]+$/s;

/**
 * The newest day to compare at a time, for the account and region of a digest; null if the key is not that of a digest. A day is compared
 * 3 to 19 hours after its end: a number of hours that depends only on the folder.
 */
export function dayToCompare(key: string, atMs: number): Day | null {
  const [, prefix, region] = KEY.exec(key) ?? [];
  if (prefix === undefined || region === undefined) return null;
  const waitMs = (WAIT_HOURS + (hashOf(prefix + region) % SPREAD_HOURS)) * HOUR_MS;
  return { startMs: (Math.floor((atMs - waitMs) / DAY_MS) - 1) * DAY_MS, prefix, region };
}

const hashOf = (text: string) => [...text].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) >>> 0, 7);

export const dayBefore = (day: Day): Day => ({ ...day, startMs: day.startMs - DAY_MS });

/** The folder of the log files, with a slash at its end. */
export const logFolderOf = (day: Day): string => folderOf('CloudTrail', day);

/** The folders of the digests that list log files of the day. */
export const digestFoldersOf = (day: Day): readonly string[] =>
  [day, { ...day, startMs: day.startMs + DAY_MS }].map((one) => folderOf('CloudTrail-Digest', one));

function folderOf(kind: string, { prefix, region, startMs }: Day): string {
  return `${prefix}${kind}/${region}/${datePath(startMs)}/`;
}

/** The date of a time in keys: `2026/03/29`. */
export const datePath = (ms: number): string => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/');

/** Whether a key is in a folder of the day, of any kind of log file. */
export function isOfDay(key: string, day: Day): boolean {
  const [kind = ''] = key.slice(day.prefix.length).split('/', 1);
  return key.startsWith(folderOf(kind, day));
}

/**
 * Whether a digest would list a log file of the day if CloudTrail had written it: CloudTrail writes the time (`arrivedMs`) into the name.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
export function mustBeListed(
  key: string,
  arrivedMs: number | null,
  { startMs }: Day,
  covered: readonly Covered[],
): boolean {
  if (!key.endsWith('.json.gz')) return false;
  // The folder and the name of a log file of midnight may have different days.
  const isOther = arrivedMs === null || arrivedMs < startMs - HOUR_MS || arrivedMs >= startMs + DAY_MS + HOUR_MS;
  return isOther || isCovered(arrivedMs, covered);
}
