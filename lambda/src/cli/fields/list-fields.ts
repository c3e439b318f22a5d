// The `fields` command: lists the fields of the events in log files, as rules write them, with examples of their values.

import type { PathStep } from '../../core/language/ast.ts';
import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import { printExpression } from '../../core/language/print.ts';
import type { CloudTrailRecord } from '../../core/records/record.ts';
import { type Leaf, type SeenField, SeenFields } from '../../core/records/seen-fields.ts';
import { shortened } from '../../core/render/shortened.ts';
import { createRuleBook } from '../cases/rule-book.ts';
import { EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { readAllEvents } from '../inputs/read-events.ts';
import { countOf } from '../numbers.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import { printError, type Terminal } from '../terminal.ts';

export interface FieldsOptions extends Pick<SettingsOptions, 'settings' | 'tfvars'> {
  /** Only events that this rule matches: an expression or the name of a rule. */
  readonly rule?: string;
  readonly format: 'text' | 'json';
}

const EXAMPLES = 3;
const LONGEST_SHOWN = 60;

/** Prints the fields, sorted. The exit code is 1 if an input cannot be read or the rule does not compile. */
export async function listFields(
  paths: readonly string[],
  options: FieldsOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const matches = await matcherOf(options, terminal);
  if (matches === null) return EXIT.findings;
  const seen = new SeenFields();
  const reasons: string[] = [];
  let events = 0;
  for await (const records of readAllEvents(paths, reasons)) {
    for (const record of records.filter(matches)) {
      events++;
      seen.add(record);
    }
  }
  const fields = [...seen.byPath].map(toField).sort((a, b) => (a.field < b.field ? -1 : 1));
  if (options.format === 'json') terminal.out(JSON.stringify({ events, fields, leftOut: seen.leftOut }, null, 2));
  else for (const field of fields) terminal.out(lineOf(field, events, terminal));
  terminal.err(`${countOf(fields.length, 'field')} in ${countOf(events, 'event')}`);
  if (seen.leftOut > 0) terminal.err(`${countOf(seen.leftOut, 'value')} of further fields left out`);
  for (const reason of reasons) printError(terminal, reason);
  return reasons.length === 0 ? EXIT.fine : EXIT.findings;
}

// Null if the rule does not compile.
async function matcherOf(
  { rule, ...options }: FieldsOptions,
  terminal: Terminal,
): Promise<((record: CloudTrailRecord) => boolean) | null> {
  if (rule === undefined) return () => true;
  await loadPatternEngine();
  const { compiled, problems } = createRuleBook(await loadSettings(options)).find(rule);
  for (const problem of problems) terminal.err(problem);
  return compiled && ((record) => compiled.evaluate(record) === true);
}

interface Field {
  readonly field: string;
  readonly events: number;
  readonly examples: readonly Leaf[];
}

function toField([path, { count, examples }]: [string, SeenField]): Field {
  return { field: fieldInRule(path), events: count, examples: [...examples].slice(0, EXAMPLES) };
}

function lineOf({ field, events, examples }: Field, all: number, terminal: Terminal): string {
  const count = String(events).padStart(String(all).length);
  const values = examples.map((value) => shortened(JSON.stringify(value), LONGEST_SHOWN));
  return `${count}  ${terminal.paint('bold', escaped`${field}`)}  ${escaped`${values.join('  ')}`}`.trimEnd();
}

// How a rule writes a flattened path, such as `requestParameters["x-amz-acl"]`.
function fieldInRule(path: string): string {
  const parts = path.split(/(\[\*\])|\./).filter((part) => part !== undefined && part !== '');
  const steps = parts.map((name): PathStep => (name === '[*]' ? { kind: 'each' } : { kind: 'key', name }));
  const written = printExpression({ type: 'path', root: 'event', steps, range: NOWHERE });
  // A path whose first name needs quotes is an error for events without it.
  if (!written.startsWith('event[') || parts.includes('[*]')) return written;
  return printExpression({ type: 'get', path, fallback: null, range: NOWHERE });
}

const NOWHERE = { start: 0, end: 0 };
