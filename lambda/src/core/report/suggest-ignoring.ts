// Suggests ignore rules. In: the shapes of all alerts. Out: rules for one caller and the events that it causes alerts with, each with
// exactly the alerts that it would have silenced. A rule is suggested only if it compiles and silences no critical alert.

import { compileRule } from '../language/compile-rule.ts';
import type { LanguageEnvironment } from '../language/rule-expression.ts';
import { textAt } from '../records/field-path.ts';
import { ignoreConditionsFor, LONGEST_RULE, literalOf } from '../render/ignore-entry.ts';
import type { Shape } from './shapes.ts';

export interface IgnoreSuggestion {
  /** In the rule language. */
  readonly expression: string;
  /** Alerts of single events that it would have silenced. */
  readonly alerts: number;
  /** Those by the rules that match them, the most frequent first. An alert counts for every rule. */
  readonly byRule: readonly (readonly [rule: string, alerts: number])[];
}

/** A suggestion silences at least this many alerts, and at least this share of all. */
const FEWEST = { alerts: 5, share: 0.01 } as const;
const SUGGESTIONS_MAX = 10;
const CANDIDATES_MAX = 40;
const EVENTS_MAX = 20;

interface Candidate {
  readonly expression: string;
  /** One of the shapes that it is made from; the others have the same caller. */
  readonly shape: Shape;
  readonly alerts: number;
}

/** The suggestions, those that silence the most first. `total` is the number of all alerts. */
export function suggestIgnoring(
  shapes: readonly Shape[],
  total: number,
  environment: LanguageEnvironment,
): readonly IgnoreSuggestion[] {
  const enough = Math.max(FEWEST.alerts, FEWEST.share * total);
  const candidates = candidatesOf(shapes.filter(isIgnorable))
    .filter(({ alerts }) => alerts >= enough)
    .sort((one, other) => other.alerts - one.alerts)
    .slice(0, CANDIDATES_MAX);
  const silenced = new Set<Shape>();
  const suggestions: IgnoreSuggestion[] = [];
  for (const candidate of candidates) {
    const matching = matchingShapes(candidate, shapes, environment);
    if (matching === null || !matching.every(isIgnorable)) continue;
    // What an earlier suggestion silences is not suggested again.
    if (matching.every((shape) => silenced.has(shape)) || suggestions.length === SUGGESTIONS_MAX) continue;
    for (const shape of matching) silenced.add(shape);
    suggestions.push({ expression: candidate.expression, ...sumOf(matching) });
  }
  return suggestions.sort((one, other) => other.alerts - one.alerts);
}

function isIgnorable({ rules }: Shape): boolean {
  return rules.every(({ severity }) => severity !== 'critical');
}

// For each caller and outcome: all events together, and each alone where there are too many for one rule.
function candidatesOf(shapes: readonly Shape[]): Candidate[] {
  const callers = new Map<string, { readonly who: readonly string[]; readonly shapes: Shape[] }>();
  const alone: Candidate[] = [];
  for (const shape of shapes) {
    const found = ignoreConditionsFor(shape.record);
    if (found === null) continue;
    const who = [...found.identity, ...found.circumstances];
    const expression = [...found.event, ...who].join(' and ');
    alone.push({ expression, shape, alerts: shape.alerts });
    if (found.identity.length === 0) continue;
    const key = JSON.stringify([shape.sessions?.arn ?? null, ...who]);
    const caller = callers.get(key) ?? { who, shapes: [] };
    callers.set(key, caller);
    caller.shapes.push(shape);
  }
  const together = [...callers.values()].flatMap(({ who, shapes: ofCaller }) => {
    const events = [namesIn(ofCaller, 'eventSource'), namesIn(ofCaller, 'eventName')] as const;
    const [sources, names] = events;
    if (names.length < 2 || names.length > EVENTS_MAX || sources.length > EVENTS_MAX) return [];
    const expression = [inList('eventSource', sources), inList('eventName', names), ...who].join(' and ');
    const alerts = ofCaller.reduce((sum, shape) => sum + shape.alerts, 0);
    return ofCaller[0] ? [{ expression, shape: ofCaller[0], alerts }] : [];
  });
  return [...together, ...uniteAlone(alone)].filter(({ expression }) => expression.length <= LONGEST_RULE);
}

function uniteAlone(alone: readonly Candidate[]): Candidate[] {
  const united = new Map<string, Candidate>();
  for (const one of alone) {
    const before = united.get(one.expression);
    united.set(one.expression, { ...one, alerts: one.alerts + (before?.alerts ?? 0) });
  }
  return [...united.values()];
}

function namesIn(shapes: readonly Shape[], field: string): readonly string[] {
  return [...new Set(shapes.map(({ record }) => textAt(record, field) ?? ''))].sort();
}

function inList(field: string, values: readonly string[]): string {
  const [only = ''] = values;
  return values.length === 1 ? `${field} == ${literalOf(only)}` : `${field} in [${values.map(literalOf).join(', ')}]`;
}

// Null if the rule does not compile, or if it is not certain which sessions of a role it matches.
function matchingShapes(
  { expression, shape }: Candidate,
  shapes: readonly Shape[],
  environment: LanguageEnvironment,
): readonly Shape[] | null {
  const { rule } = compileRule(expression, environment);
  if (rule === null) return null;
  const matching: Shape[] = [];
  for (const other of shapes) {
    if (mayBeSession(expression, shape, other)) return null;
    if (rule.evaluate(other.record) === true) matching.push(other);
  }
  return matching.includes(shape) ? matching : null;
}

// A rule that names one session, and a shape with all sessions of a role.
function mayBeSession(expression: string, { record }: Shape, { sessions }: Shape): boolean {
  if (sessions === null) return false;
  const begins = (field: string, beginning: string) =>
    expression.includes(`${field} == `) && (textAt(record, field) ?? '').startsWith(beginning);
  return begins('userIdentity.arn', sessions.arn) || begins('userIdentity.principalId', sessions.principalId);
}

function sumOf(shapes: readonly Shape[]): Omit<IgnoreSuggestion, 'expression'> {
  const byRule = new Map<string, number>();
  for (const { rules, alerts } of shapes) {
    for (const name of new Set(rules.map((rule) => rule.name))) byRule.set(name, (byRule.get(name) ?? 0) + alerts);
  }
  return {
    alerts: shapes.reduce((sum, shape) => sum + shape.alerts, 0),
    byRule: [...byRule].sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1)),
  };
}
