// Reads the files of `test`. In: YAML or JSON with cases and, optionally, variables of the module. Out: validated cases
// with their events, and the variables. One error lists every problem in a file.

import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import type { CloudTrailRecord, JsonObject } from '../../core/records/record.ts';
import { isJsonObject } from '../../core/records/record.ts';
import { CliError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { readEvent } from '../inputs/read-events.ts';
import { readData } from '../settings/read-variables.ts';

// The results of one rule on an event, and the decisions of a whole rule set.
const RULE_RESULTS = ['match', 'no match', 'error'] as const;
const OUTCOMES = ['alert', 'ignored', 'unmatched'] as const;
export type RuleResult = (typeof RULE_RESULTS)[number];
export type CaseOutcome = (typeof OUTCOMES)[number];

export interface Case {
  readonly name: string;
  /** An expression or the name of a rule; null if the whole rule set decides. */
  readonly rule: string | null;
  readonly event: CloudTrailRecord;
  readonly expect: RuleResult | CaseOutcome;
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
    event,
    event_id: v.optional(text),
    expect: v.picklist([...RULE_RESULTS, ...OUTCOMES]),
  }),
  v.check(
    ({ rule, expect }) => rule !== undefined || !isRuleResult(expect),
    '"match", "no match" and "error" are results of one rule: add `rule`, or expect "alert", "ignored" or "unmatched"',
  ),
);
const casesSchema = v.pipe(v.array(caseSchema), v.minLength(1, 'expected at least one case'));

/** Reads a file with cases. Throws a `CliError` that lists every problem. */
export async function readCaseFile(path: string): Promise<CaseFile> {
  const data = await readData(path);
  const { cases, ...variables } = isJsonObject(data) ? data : { cases: data };
  const result = v.safeParse(casesSchema, cases);
  if (!result.success)
    throw new CliError(result.issues.map((issue) => escaped`${path}: ${describeIssue(issue)}`).join('\n'));
  const read = await Promise.allSettled(
    result.output.map(async (entry, index) => ({
      name: entry.name ?? `case ${index + 1}`,
      rule: entry.rule ?? null,
      event: await eventOf(path, entry.event, entry.event_id),
      expect: entry.expect,
    })),
  );
  const problems = read.flatMap((one, index) =>
    one.status === 'rejected' ? [`${escaped`${path}: cases.${index}.event`}: ${reasonOf(one)}`] : [],
  );
  if (problems.length > 0) throw new CliError(problems.join('\n'));
  const ready = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return { path, variables: variables as JsonObject, cases: ready };
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

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const dotPath = v.getDotPath(issue);
  return dotPath === null ? issue.message : `cases.${dotPath}: ${issue.message}`;
}
