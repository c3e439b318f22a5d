// Reads a correlation rule from a document. In: the tree of a document. Out: the correlation, or a refusal that says which part
// is missing, is not valid or has no counterpart; and the rules that it refers to, even if the rest of it is not valid.
// https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md

import { parseDuration } from '../rules/duration.ts';
import { childOf, type MapTree, type Tree } from './read-documents.ts';
import { checkKind, checkLogSource, readMeta } from './read-rule.ts';
import { Refusal } from './refusal.ts';
import { type Located, SIGMA_CORRELATION_TYPES, type SigmaCorrelation } from './sigma-rule.ts';

/** A correlation as far as other rules have to know it. */
export interface CorrelationOutline {
  readonly path: string;
  readonly line: number;
  /** The rules it refers to, by name or id; in the same file also by title, as published rules do. */
  readonly rules: readonly string[];
  /** Whether these rules also alert on their own. */
  readonly generate: boolean;
}

/** Returns the outline of a correlation; null if the document is of another kind. */
export function outlineOf(document: Tree, path: string): CorrelationOutline | null {
  const entry = document.kind === 'map' ? document.entries.find(({ key }) => key === 'correlation') : undefined;
  if (document.kind !== 'map' || entry === undefined) return null;
  const { value, line } = entry;
  if (value.kind !== 'map') return { path, line, rules: [], generate: false };
  return { path, line, rules: referencesOf(childOf(value, 'rules')), generate: isTrue(document) || isTrue(value) };
}

function referencesOf(rules: Tree | undefined): readonly string[] {
  const items = rules?.kind === 'list' ? rules.items : rules === undefined ? [] : [rules];
  return items.flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value.trim()] : []));
}

// In the specification it is next to `correlation`; in published rules also inside.
function isTrue(map: MapTree): boolean {
  const generate = childOf(map, 'generate');
  return generate?.kind === 'scalar' && generate.value === true;
}

/** Reads a correlation rule. */
export function readCorrelation(document: MapTree): SigmaCorrelation {
  checkKind(document);
  if (childOf(document, 'logsource') !== undefined) checkLogSource(document);
  const correlation = childOf(document, 'correlation');
  if (correlation?.kind !== 'map') throw new Refusal(correlation?.line ?? document.line, '`correlation` must be a map');
  const type = typeOf(correlation);
  const rules = textsAt(correlation, 'rules');
  return {
    ...readMeta(document),
    line: correlation.line,
    type,
    rules,
    groupBy: textsAt(correlation, 'group-by'),
    field: type === 'value_count' ? fieldOf(correlation) : null,
    aliases: aliasesOf(correlation),
    timespan: timespanOf(correlation),
    gte: countOf(correlation, type, rules.length),
  };
}

function typeOf(correlation: MapTree): SigmaCorrelation['type'] {
  const { text, line } = textAt(correlation, 'type');
  const type = SIGMA_CORRELATION_TYPES.find((one) => one === text);
  if (type === undefined) throw new Refusal(line, `the correlation type \`${text}\` is not supported`);
  return type;
}

const LONGEST = '7d';

function timespanOf(correlation: MapTree): string {
  const { text, line } = textAt(correlation, 'timespan');
  const ms = parseDuration(text);
  if (ms === null) throw new Refusal(line, `\`${text}\` is not a timespan: write a number and s, m, h or d`);
  if (ms === 0 || ms > Number(parseDuration(LONGEST)))
    throw new Refusal(line, `a correlation covers from 1s to ${LONGEST}, not ${text}`);
  return text;
}

function fieldOf(correlation: MapTree): Located {
  const condition = childOf(correlation, 'condition');
  if (condition?.kind !== 'map') throw new Refusal(correlation.line, 'value_count needs a condition with a `field`');
  const fields = textsAt(condition, 'field');
  const [field] = fields;
  if (field === undefined) throw new Refusal(condition.line, 'the condition of value_count has no `field`');
  if (fields.length > 1) throw new Refusal(condition.line, 'value_count over several fields is not supported');
  return field;
}

const MOST = 1_000;

// A count only grows, so an alert at a count cannot be taken back when there are more.
function countOf(correlation: MapTree, type: SigmaCorrelation['type'], rules: number): number | null {
  const condition = childOf(correlation, 'condition');
  const isTemporal = type.startsWith('temporal');
  if (condition === undefined) {
    if (isTemporal) return null;
    throw new Refusal(correlation.line, 'the correlation has no condition');
  }
  if (condition.kind !== 'map') throw new Refusal(condition.line, '`condition` must be a map, such as `gte: 5`');
  const [criterion, ...others] = condition.entries.filter(({ key }) => key !== 'field');
  if (criterion === undefined) throw new Refusal(condition.line, 'the condition has no criterion, such as `gte: 5`');
  const { key, value, line } = criterion;
  if (others.length > 0) throw new Refusal(condition.line, 'a range is not supported: only `gte` and `gt` are');
  const count = leastOf(key, numberOf(value, line), isTemporal && rules);
  if (count === null)
    throw new Refusal(line, `\`${key}\` has no counterpart: an alert cannot wait for events that do not happen`);
  if (isTemporal && count !== rules) throw new Refusal(line, `a temporal correlation needs all of its ${rules} rules`);
  if (count < 1 || count > MOST) throw new Refusal(line, `a count must be from 1 to ${MOST}, not ${count}`);
  return count;
}

// There are never more rules than all of them, so that exactly all of them are at least all of them.
function leastOf(key: string, count: number, rules: number | false): number | null {
  if (key === 'gte' || (key === 'eq' && count === rules)) return count;
  return key === 'gt' ? count + 1 : null;
}

function numberOf(value: Tree, line: number): number {
  if (value.kind === 'scalar' && typeof value.value === 'number' && Number.isInteger(value.value)) return value.value;
  throw new Refusal(line, 'a count must be a whole number');
}

function aliasesOf(correlation: MapTree): SigmaCorrelation['aliases'] {
  const aliases = childOf(correlation, 'aliases');
  if (aliases === undefined) return new Map();
  if (aliases.kind !== 'map') throw new Refusal(aliases.line, '`aliases` must be a map');
  return new Map(
    aliases.entries.map(({ key, value, line }) => {
      if (value.kind !== 'map') throw new Refusal(line, `the alias \`${key}\` must be a map from rules to fields`);
      return [key, new Map(value.entries.map((entry) => [entry.key, located(entry.value, entry.key)]))] as const;
    }),
  );
}

function textAt(map: MapTree, key: string): Located {
  const value = childOf(map, key);
  if (value === undefined) throw new Refusal(map.line, `the correlation has no \`${key}\``);
  return located(value, key);
}

function textsAt(map: MapTree, key: string): readonly Located[] {
  const value = childOf(map, key);
  if (value === undefined) return [];
  return (value.kind === 'list' ? value.items : [value]).map((item) => located(item, key));
}

function located(value: Tree, key: string): Located {
  if (value.kind !== 'scalar' || typeof value.value !== 'string' || value.value.trim() === '')
    throw new Refusal(value.line, `\`${key}\` must be a string`);
  return { text: value.value.trim(), line: value.line };
}
