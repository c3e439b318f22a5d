// Reads the files of `test`. In: YAML or JSON with cases and, optionally, variables of the module. Out: validated cases
// with their events, and the variables. One error lists every problem in a file.

import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import type { CloudTrailRecord, JsonObject } from '../../core/records/record.ts';
import { isJsonObject } from '../../core/records/record.ts';
import { describeIssue } from '../../setup/describe-issue.ts';
import { CliError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { readEvent } from '../inputs/read-events.ts';
import { readData } from '../settings/read-variables.ts';
import { type ExpectedAlert, eventsOf, expectedAlert, timedEvent } from './history-case.ts';

// The results of one rule on an event, and the decisions of a whole rule set.
const RULE_RESULTS = ['match', 'no match', 'error'] as const;
const OUTCOMES = ['alert', 'observed', 'ignored', 'unmatched'] as const;
export type RuleResult = (typeof RULE_RESULTS)[number];
export type CaseOutcome = (typeof OUTCOMES)[number];

interface CaseBase {
  readonly name: string;
  /** An expression or the name of a rule; null if the whole rule set decides. */
  readonly rule: string | null;
}

/** A case with one event. */
export interface SingleCase extends CaseBase {
  readonly event: CloudTrailRecord;
  readonly expect: RuleResult | CaseOutcome;
}

/** A case with several events, and all the alerts that they cause. */
export interface HistoryCase extends CaseBase {
  readonly events: readonly CloudTrailRecord[];
  readonly expect: readonly ExpectedAlert[];
}

export type Case = SingleCase | HistoryCase;

/** Whether a case has several events. */
export function isHistoryCase(one: Case): one is HistoryCase {
  return 'events' in one;
}

export interface CaseFile {
  readonly path: string;
  /** The module's variables in the same file. */
  readonly variables: JsonObject;
  readonly cases: readonly Case[];
}

const text = v.pipe(v.string(), v.minLength(1));
const event = v.custom<string | JsonObject>(
  (value) => typeof value === 'string' || isJsonObject(value),
  'expected an event, or the path of a file that contains one',
);
const caseSchema = v.pipe(
  v.strictObject({
    name: v.optional(text),
    rule: v.optional(text),
    event: v.optional(event),
    event_id: v.optional(text),
    events: v.optional(v.pipe(v.array(timedEvent(event)), v.minLength(1, 'expected at least one event'))),
    expect: v.union(
      [v.picklist([...RULE_RESULTS, ...OUTCOMES]), v.array(expectedAlert)],
      `expected ${[...RULE_RESULTS, ...OUTCOMES].map((one) => `"${one}"`).join(', ')} or, with \`events\`, a list of alerts`,
    ),
  }),
  v.check(
    ({ event, events }) => (event === undefined) !== (events === undefined),
    'expected either `event` or `events`',
  ),
  v.check(
    ({ events, expect }) => (events !== undefined) === Array.isArray(expect),
    'a case with `events` expects a list of alerts (`[]` for none), and one with `event` a result',
  ),
  v.check(
    ({ rule, expect }) => rule !== undefined || Array.isArray(expect) || !isRuleResult(expect as RuleResult),
    '"match", "no match" and "error" are results of one rule: add `rule`, or expect "alert", "observed", "ignored" or "unmatched"',
  ),
);
const casesSchema = v.pipe(v.array(caseSchema), v.minLength(1, 'expected at least one case'));

/** Reads a file with cases. Throws a `CliError` that lists every problem. */
export async function readCaseFile(path: string): Promise<CaseFile> {
  const data = await readData(path);
  const { cases, ...variables } = isJsonObject(data) ? data : { cases: data };
  const result = v.safeParse(casesSchema, cases);
  if (!result.success)
    throw new CliError(result.issues.map((issue) => escaped`${path}: cases${placeOf(issue)}`).join('\n'));
  const read = await Promise.allSettled(result.output.map((entry, index) => toCase(path, entry, `case ${index + 1}`)));
  const problems = read.flatMap((one, index) =>
    one.status === 'rejected'
      ? [`${escaped`${path}: cases.${index}.${result.output[index]?.events ? 'events' : 'event'}`}: ${reasonOf(one)}`]
      : [],
  );
  if (problems.length > 0) throw new CliError(problems.join('\n'));
  const ready = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return { path, variables: variables as JsonObject, cases: ready };
}

type CaseEntry = v.InferOutput<typeof caseSchema>;

// The schema has checked that `expect` fits.
async function toCase(path: string, entry: CaseEntry, fallbackName: string): Promise<Case> {
  const base = { name: entry.name ?? fallbackName, rule: entry.rule ?? null };
  if (entry.events === undefined) {
    const read = await eventOf(path, entry.event ?? '', entry.event_id);
    return { ...base, event: read, expect: entry.expect as SingleCase['expect'] };
  }
  const events: CloudTrailRecord[] = [];
  for (const one of entry.events) {
    events.push(...eventsOf(one, await eventOf(path, one.event, one.event_id), events.length));
  }
  return { ...base, events, expect: entry.expect as HistoryCase['expect'] };
}

// Any other error is a defect of this program and must not look like a problem in the file.
function reasonOf({ reason }: PromiseRejectedResult): string {
  if (reason instanceof CliError) return reason.message;
  throw reason;
}

/** Whether an expected result belongs to one rule, not to the whole rule set. */
export function isRuleResult(expect: RuleResult | CaseOutcome): expect is RuleResult {
  return (RULE_RESULTS as readonly string[]).includes(expect);
}

// Paths are relative to the case file, so that cases run from any directory.
async function eventOf(path: string, given: string | JsonObject, eventId?: string): Promise<CloudTrailRecord> {
  return typeof given === 'string' ? readEvent(resolve(dirname(path), given), eventId) : given;
}

// A problem of the whole list has no path.
function placeOf(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) === null ? ': ' : '.'}${describeIssue(issue)}`;
}
