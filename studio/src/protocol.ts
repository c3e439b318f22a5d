// What the page and its worker say to each other, as plain data. The page never sees an event as an object that it could run; the
// worker never touches the page.

import type { JsonObject } from '../../lambda/src/core/records/record.ts';
import type { SlackMessage } from '../../lambda/src/core/render/slack-blocks.ts';
import type { Severity } from '../../lambda/src/core/rules/rule.ts';

/** A file that the user gave, with its path in the folder that was dropped. */
export interface StudioFile {
  readonly path: string;
  readonly content: Blob;
}

/** A correlation as the module's variables write it. */
export interface CorrelationEntry {
  readonly type: string;
  readonly rules?: readonly string[] | null;
  readonly group_by?: readonly string[] | null;
  readonly field?: string | null;
  readonly aliases?: Readonly<Record<string, Readonly<Record<string, string>>>> | null;
  readonly timespan?: string | null;
  readonly gte?: number | null;
  readonly learn?: string | null;
}

/** A rule or an ignore rule as the module's variables write it. */
export interface RuleEntry {
  readonly name?: string | null;
  readonly expression?: string | null;
  readonly severity?: Severity | null;
  readonly description?: string | null;
  readonly runbook_url?: string | null;
  readonly correlation?: CorrelationEntry | null;
  readonly generate?: boolean | null;
}

/** The variables of the module that the studio edits or keeps. Everything that a link contains. */
export interface RuleDocument {
  readonly rules: readonly RuleEntry[];
  readonly ignore_rules: readonly RuleEntry[];
  readonly use_default_rules: boolean;
  readonly rule_packs: readonly string[];
  readonly disabled_rules: readonly string[];
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly predicates: Readonly<Record<string, string>>;
  /** Other variables that decide on events, such as `account_names`. The studio keeps them as they are. */
  readonly others: JsonObject;
}

/** A rule of the document. */
export interface RuleRef {
  readonly list: 'rules' | 'ignore_rules';
  readonly index: number;
}

export type Outcome = 'undecided' | 'unmatched' | 'alert' | 'ignored' | 'observed';
/** Outcomes by their number in the list of events. */
export const OUTCOMES: readonly Outcome[] = ['undecided', 'unmatched', 'alert', 'ignored', 'observed'];

/** A file, or a part of it, that was not read. */
export interface FileProblem {
  readonly path: string;
  readonly reason: string;
}

export interface LoadState {
  readonly files: number;
  readonly filesDone: number;
  readonly events: number;
  /** Of all records as JSON. */
  readonly bytes: number;
  readonly problems: readonly FileProblem[];
  readonly problemCount: number;
  readonly isLoading: boolean;
}

/** A problem of a rule; `range` is null where it is about the rule as a whole. */
export interface RuleProblem {
  readonly level: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly range: { readonly start: number; readonly end: number } | null;
}

export interface CheckedRules {
  readonly rules: readonly (readonly RuleProblem[])[];
  readonly ignore_rules: readonly (readonly RuleProblem[])[];
  /** By name. Lists and predicates without problems are missing. */
  readonly lists: Readonly<Record<string, readonly RuleProblem[]>>;
  readonly predicates: Readonly<Record<string, readonly RuleProblem[]>>;
  /** Names in `disabled_rules` that no pack has. */
  readonly disabled_rules: readonly RuleProblem[];
  /** Problems of the other variables, and of attributes such as `timespan`. */
  readonly settings: readonly string[];
  /** What may be a mistake in the other variables. */
  readonly warnings: readonly string[];
  /** Whether these rules decide. If not, the settings cannot be used, and the earlier rules decide. */
  readonly isInUse: boolean;
}

/** How often a rule matched. */
export interface RuleCount {
  readonly name: string;
  readonly pack: string | null;
  readonly severity: Severity;
  readonly isIgnoreRule: boolean;
  /** Alerts that the rule matched; for an ignore rule, the events that it ignored. */
  readonly count: number;
  /** Events that the rule matched and an ignore rule ignored. */
  readonly ignored: number;
}

/** Alerts over time. */
export interface Noise {
  /** The start of each step, in seconds since the epoch. */
  readonly times: readonly number[];
  readonly stepSeconds: number;
  readonly series: readonly { readonly name: Severity | 'ignored'; readonly counts: readonly number[] }[];
}

/** One alert of a correlation. */
export interface CorrelationAlert {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly group: string;
  readonly count: number;
  readonly more: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly message: SlackMessage;
}

export interface Decided {
  readonly done: number;
  readonly total: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly rules: readonly RuleCount[];
  readonly noise: Noise | null;
  readonly failures: readonly { readonly rule: string; readonly message: string; readonly count: number }[];
  /** Null while they are being found. */
  readonly correlations: readonly CorrelationAlert[] | null;
  /** How many events that feed correlations were left out, because they are too many for a browser. */
  readonly notCorrelated: number;
}

export interface ListFilter {
  readonly text: string;
  readonly outcome: Outcome | 'all';
  /** The rule whose events are marked. */
  readonly rule: RuleRef | null;
  /** Whether the list has only these. */
  readonly onlyMarked: boolean;
}

/** An event in the list. */
export interface EventRow {
  readonly id: number;
  readonly time: string;
  readonly name: string;
  readonly service: string;
  readonly actor: string;
  readonly region: string;
  readonly account: string;
  readonly error: string;
  readonly outcome: Outcome;
  /** The rule that names the alert, or the ignore rule. */
  readonly rule: string;
  readonly severity: Severity | null;
  /** Whether the selected rule matched. */
  readonly isMarked: boolean;
}

/** A part of a rule and its value for an event; `value` is JSON, null where the part was not evaluated. */
export interface ExplainedPart {
  readonly depth: number;
  readonly source: string;
  readonly value: string | null;
  readonly kind: 'true' | 'false' | 'value' | 'error' | 'skipped';
  readonly it: string | null;
}

export interface Explanation {
  readonly rule: string;
  /** The pack of the rule; null for the user's own. */
  readonly pack: string | null;
  readonly isIgnoreRule: boolean;
  readonly result: 'match' | 'no match' | 'error';
  readonly message: string | null;
  readonly parts: readonly ExplainedPart[];
}

export interface EventDetail {
  readonly id: number;
  readonly file: string;
  readonly json: string;
  readonly outcome: Outcome;
  readonly explanations: readonly Explanation[];
  readonly message: SlackMessage | null;
  readonly reply: SlackMessage | null;
}

/** What the editor suggests and explains. */
export interface Vocabulary {
  /** Fields that are documented or were seen, with examples of their values. */
  readonly fields: readonly { readonly name: string; readonly seen: number; readonly examples: readonly string[] }[];
  readonly functions: readonly {
    readonly name: string;
    readonly signature: string;
    readonly summary: string;
    readonly example: string;
    readonly aliases: readonly string[];
  }[];
  readonly predicates: readonly { readonly name: string; readonly meaning: string }[];
  readonly lists: readonly { readonly name: string; readonly size: number }[];
}

export interface PackInfo {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly { readonly name: string; readonly severity: Severity; readonly description: string }[];
}

/** What files add to the document. */
export interface Imported {
  readonly rules: readonly RuleEntry[];
  /** Replaces the current document; null if the files contain only rules. */
  readonly document: RuleDocument | null;
  /** What was not imported, and why. */
  readonly remarks: readonly string[];
}

/** What the page can ask the worker. */
export interface Engine {
  packs(): readonly PackInfo[];
  load(files: readonly StudioFile[]): Promise<LoadState>;
  clear(): LoadState;
  setRules(document: RuleDocument): Promise<CheckedRules>;
  setFilter(filter: ListFilter): number;
  rows(from: number, to: number): readonly EventRow[];
  detail(id: number, rule: RuleRef | null): EventDetail | null;
  vocabulary(): Vocabulary;
  importRules(files: readonly { readonly path: string; readonly text: string }[]): Promise<Imported>;
  exportRules(document: RuleDocument, format: 'tfvars' | 'json'): string;
  exportCases(ids: readonly number[], document: RuleDocument): Promise<string>;
  exportDecisions(): Promise<Blob>;
}

/**
 * What the worker reports without being asked. `list`: the number of rows changed, or what they show. `fault`: a defect of the
 * studio, so that it never looks like a result.
 */
export type Report =
  | { readonly report: 'load'; readonly state: LoadState }
  | { readonly report: 'decided'; readonly decided: Decided }
  | { readonly report: 'list'; readonly count: number }
  | { readonly report: 'fault'; readonly message: string };

export interface Call {
  readonly id: number;
  readonly method: keyof Engine;
  readonly args: readonly unknown[];
}

export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };
