// `check --event-pattern`: the EventBridge pattern that lets through whatever the rules can match, for the module's
// variable `event_pattern`. The pattern goes out and nothing else does, so that it can be written into a file.

import { compileRule } from '../../core/language/compile-rule.ts';
import type { LanguageEnvironment } from '../../core/language/rule-expression.ts';
import type { FieldCondition } from '../../core/records/record-filter.ts';
import { ACCESS_DENIED_CONDITION } from '../../core/rules/access-denied.ts';
import { type Alternatives, simplifyAlternatives } from '../../core/rules/necessary-conditions.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { rulesOf } from '../../setup/compose-rules.ts';
import type { Settings } from '../../setup/settings.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { groupDigits } from '../numbers.ts';
import { environmentOf } from '../settings/rule-environment.ts';
import type { Terminal } from '../terminal.ts';
import { canBePattern, type EventPattern, eventPatternOf, lengthOf, PATTERN_LIMIT } from './event-pattern.ts';

/** Prints the pattern for everything these settings look for; throws a `CliError` naming the rules that forbid one. */
export function printEventPattern(settings: Settings, terminal: Terminal): ExitCode {
  const pattern = patternFor(settings);
  terminal.out(JSON.stringify(pattern)); // Spaces would count towards the quota.
  const length = lengthOf(pattern);
  terminal.err(`${groupDigits(length)} characters of the ${groupDigits(PATTERN_LIMIT)} that EventBridge takes`);
  if (length <= PATTERN_LIMIT) return EXIT.fine;
  throw new CliError('the pattern is too long for the quota; have AWS raise "Event pattern size", or leave rules out');
}

/** The pattern of some settings; every event that a rule of theirs matches is matched by it. */
export function patternFor(settings: Settings): EventPattern {
  const environment = environmentOf(settings);
  const needs = rulesOf(settings).map((rule) => ({ rule, alternatives: alternativesOf(rule, environment) }));
  const open = needs.filter(({ alternatives }) => alternatives === null || !alternatives.every(canBePattern));
  if (open.length > 0) throw new CliError(explain(open.map(({ rule }) => rule)));
  return eventPatternOf([...needs.flatMap(({ alternatives }) => alternatives ?? []), ...others(settings)]);
}

function alternativesOf({ expression }: RuleDefinition, environment: LanguageEnvironment): Alternatives {
  // A rule that does not compile matches nothing; `check` has reported it.
  const { rule } = compileRule(expression, environment);
  return rule === null ? [] : simplifyAlternatives(rule.necessary);
}

function others({ eventsToTrack, pushAccessDeniedMetrics }: Settings): FieldCondition[][] {
  return [
    ...(eventsToTrack.length > 0 ? [[{ path: 'eventName', test: 'equals', values: eventsToTrack } as const]] : []),
    ...(pushAccessDeniedMetrics ? [[ACCESS_DENIED_CONDITION]] : []),
  ];
}

function explain(rules: readonly RuleDefinition[]): string {
  const names = rules.map(({ name, pack }) => `  "${name}"${pack === null ? '' : ` of the pack ${pack}`}`);
  return [
    'no pattern can be derived: EventBridge would have to let every event through for',
    ...names,
    "which ask for nothing that a pattern can say; join a condition such as eventName == '..' to them with `and`, or",
    'write event_pattern by hand, for fewer events than these rules can match',
  ].join('\n');
}
