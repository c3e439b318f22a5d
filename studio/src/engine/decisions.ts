// What the rules decided about every event. In: events, one after the other. Out: the outcome, and the rules that matched, by number.
// Sets of rules are stored once, so that a decision takes a few bytes.

import type { Decision, RuleDefinition, Severity } from '../../../lambda/src/core/rules/rule.ts';
import { OUTCOMES, type Outcome, type RuleCount } from '../protocol.ts';
import { bytes, words } from './columns.ts';

/** The rules that an event matched. */
interface Match {
  readonly rules: readonly RuleDefinition[];
  readonly ignoreRule: RuleDefinition | null;
  /** Names of rules that feed correlations, and of these correlations. */
  readonly fed: readonly string[];
}

const NO_MATCH: Match = { rules: [], ignoreRule: null, fed: [] };

export class Decisions {
  private readonly outcomes = bytes();
  private readonly matchNumbers = words();
  private readonly matches: Match[] = [NO_MATCH];
  private readonly uses: number[] = [0];
  private readonly known = new Map<string, number>();
  private readonly ruleNumbers = new Map<RuleDefinition, number>();
  private readonly failed = new Map<string, { rule: string; message: string; count: number }>();
  readonly counts: Record<Outcome, number> = { undecided: 0, unmatched: 0, alert: 0, ignored: 0, observed: 0 };

  get length(): number {
    return this.outcomes.length;
  }

  get failures(): readonly { readonly rule: string; readonly message: string; readonly count: number }[] {
    return [...this.failed.values()];
  }

  /** Adds the next event, which no rule can match. */
  addUnmatched(): void {
    this.push('unmatched', 0);
  }

  /** Adds the decision on the next event. */
  add({ outcome, rules, ignoreRule, observations, failures }: Decision): void {
    for (const { ruleName, code, message } of failures) this.addFailure(ruleName, `${code}: ${message}`);
    if (outcome === 'unmatched') {
      this.addUnmatched();
      return;
    }
    const fed = [...new Set(observations.flatMap(({ correlation, feeder }) => [correlation, feeder]))];
    this.push(outcome, this.numberOf({ rules, ignoreRule, fed }));
  }

  outcomeAt(id: number): Outcome {
    return id < this.length ? (OUTCOMES[this.outcomes.at(id)] ?? 'undecided') : 'undecided';
  }

  /** The rules that alert on a single event and matched this one, in order of precedence. */
  rulesAt(id: number): readonly RuleDefinition[] {
    return this.matchAt(id).rules;
  }

  ignoreRuleAt(id: number): RuleDefinition | null {
    return this.matchAt(id).ignoreRule;
  }

  severityAt(id: number): Severity | null {
    return this.matchAt(id).rules[0]?.severity ?? null;
  }

  /** Whether the event feeds a correlation. */
  feedsAt(id: number): boolean {
    return this.matchAt(id).fed.length > 0;
  }

  hasMatched(id: number, rule: RuleDefinition): boolean {
    const { rules, ignoreRule, fed } = this.matchAt(id);
    return ignoreRule === rule || rules.includes(rule) || fed.includes(rule.name);
  }

  /** How often each rule matched, those that never did included. */
  ruleCounts(rules: readonly RuleDefinition[], ignoreRules: readonly RuleDefinition[]): RuleCount[] {
    const counts = new Map<string, RuleCount & { count: number; ignored: number }>();
    const countOf = (rule: RuleDefinition, isIgnoreRule: boolean) => {
      const { name, pack, severity } = rule;
      const key = JSON.stringify([isIgnoreRule, pack, name]);
      const known = counts.get(key) ?? { name, pack, severity, isIgnoreRule, count: 0, ignored: 0 };
      counts.set(key, known);
      return known;
    };
    for (const rule of rules) countOf(rule, false);
    for (const rule of ignoreRules) countOf(rule, true);
    for (const [number, match] of this.matches.entries()) {
      const uses = this.uses[number] ?? 0;
      for (const rule of match.rules) countOf(rule, false)[match.ignoreRule ? 'ignored' : 'count'] += uses;
      if (match.ignoreRule) countOf(match.ignoreRule, true).count += uses;
    }
    return [...counts.values()];
  }

  private matchAt(id: number): Match {
    return id < this.length ? (this.matches[this.matchNumbers.at(id)] ?? NO_MATCH) : NO_MATCH;
  }

  private push(outcome: Outcome, match: number): void {
    this.outcomes.push(OUTCOMES.indexOf(outcome));
    this.matchNumbers.push(match);
    this.uses[match] = (this.uses[match] ?? 0) + 1;
    this.counts[outcome]++;
  }

  private numberOf(match: Match): number {
    const key = JSON.stringify([
      match.rules.map((rule) => this.ruleNumber(rule)),
      match.ignoreRule && this.ruleNumber(match.ignoreRule),
      match.fed,
    ]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.matches.length);
    return this.matches.push(match) - 1;
  }

  private ruleNumber(rule: RuleDefinition): number {
    const number = this.ruleNumbers.get(rule) ?? this.ruleNumbers.size;
    this.ruleNumbers.set(rule, number);
    return number;
  }

  private addFailure(rule: string, message: string): void {
    const key = JSON.stringify([rule, message]);
    const known = this.failed.get(key) ?? { rule, message, count: 0 };
    known.count++;
    if (this.failed.size < MOST_FAILURES || this.failed.has(key)) this.failed.set(key, known);
  }
}

// A message can quote a value of the event, so that every event has another one.
const MOST_FAILURES = 100;
