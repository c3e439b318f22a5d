// `check --event-pattern`: prints the EventBridge pattern that matches everything the rules can match, for the variable
// `event_pattern` of the module. Only the pattern goes to stdout, so that it can be redirected to a file.

import { compileRule } from '../../core/language/compile-rule.ts';
import type { LanguageEnvironment } from '../../core/language/rule-expression.ts';
import type { FieldCondition } from '../../core/records/record-filter.ts';
import { ACCESS_DENIED_CONDITION } from '../../core/rules/access-denied.ts';
import type { Alternatives } from '../../core/rules/necessary-conditions.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { environmentOf, rulesOf } from '../../setup/compose-rules.ts';
import type { Settings } from '../../setup/settings.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { groupDigits } from '../numbers.ts';
import type { Terminal } from '../terminal.ts';
import { canBePattern, type EventPattern, eventPatternOf, lengthOf, PATTERN_LIMIT } from './event-pattern.ts';

/** Prints the pattern for the settings. Throws a `CliError` that names the rules that prevent one. */
export function printEventPattern(settings: Settings, terminal: Terminal): ExitCode {
  const pattern = patternFor(settings);
  terminal.out(JSON.stringify(pattern)); // Spaces count towards the quota.
  const length = lengthOf(pattern);
  terminal.err(`${groupDigits(length)} of the ${groupDigits(PATTERN_LIMIT)} characters that EventBridge accepts`);
  if (length <= PATTERN_LIMIT) return EXIT.fine;
  throw new CliError('the pattern exceeds the quota; request an increase of "Event pattern size", or use fewer rules');
}

/** The pattern of the settings. It matches every event that one of their rules matches. */
export function patternFor(settings: Settings): EventPattern {
  const environment = environmentOf(settings);
  const needs = rulesOf(settings).map((rule) => ({ rule, alternatives: alternativesOf(rule, environment) }));
  const open = needs.filter(({ alternatives }) => alternatives === null || !alternatives.every(canBePattern));
  if (open.length > 0) throw new CliError(explain(open.map(({ rule }) => rule)));
  return eventPatternOf([...needs.flatMap(({ alternatives }) => alternatives ?? []), ...others(settings)]);
}

function alternativesOf({ expression }: RuleDefinition, environment: LanguageEnvironment): Alternatives {
  // A rule that does not compile matches nothing, and `check` has reported it.
  const { rule } = compileRule(expression, environment);
  return rule === null ? [] : rule.necessary;
}

function others({ eventsToTrack, pushAccessDeniedMetrics }: Settings): FieldCondition[][] {
  return [
    ...(eventsToTrack.length > 0 ? [[{ path: 'eventName', test: 'equals', values: eventsToTrack } as const]] : []),
    ...(pushAccessDeniedMetrics ? [[ACCESS_DENIED_CONDITION]] : []),
  ];
}

function explain(rules: readonly RuleDefinition[]): string {
  return [
    'no pattern can be derived, because every event must reach the function for these rules:',
    ...rules.map(({ name }) => escaped`  "${name}"`),
    "Their conditions cannot be expressed in a pattern. Add a condition such as eventName == '..' to each with `and`,",
    'or write event_pattern yourself; the function then receives fewer events than these rules can match.',
  ].join('\n');
}
