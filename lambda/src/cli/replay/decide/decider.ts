// Decides on a log file for a replay: with its rules and, if it compares two rule sets, with the other rules, too. In: the bytes of the
// file, which are read once. Out: its parts as plain data, which can cross threads.

import { type DecidedPart, decideLogFilePart } from '../../../app/decide-log-file.ts';
import type { LogFile } from '../../../core/log-files/log-file.ts';
import { readLogFileParts } from '../../../core/log-files/read-log-file.ts';
import type { CloudTrailRecord, RecordOrigin } from '../../../core/records/record.ts';
import { factsOf, type IgnoredFacts } from '../../../core/report/facts.ts';
import { uniteAlternatives } from '../../../core/rules/necessary-conditions.ts';
import type { Decision } from '../../../core/rules/rule.ts';
import type { RuleSet } from '../../../core/rules/rule-set.ts';
import { noticeOfAlert } from '../../../core/threads/make-notice.ts';
import { composeRules } from '../../../setup/compose-rules.ts';
import type { Settings } from '../../../setup/settings.ts';

/** What a replay decides with, as plain data. */
export interface Plan {
  readonly settings: Settings;
  /** The other rules of a comparison; null without one. */
  readonly against: Settings | null;
  /** Whether a part says what ignore rules matched. */
  readonly notesIgnored: boolean;
}

/** A record that one side of a comparison ignores while the other one alerts on it. */
export interface Silenced {
  /** The id of the notice of the alert. */
  readonly id: string;
  /** The name of the ignore rule. */
  readonly ignoreRule: string;
}

/** A decided part of a log file, with what only a replay needs. */
export interface ReplayPart extends DecidedPart {
  /** What ignore rules matched; empty unless the plan asks for it. */
  readonly ignored: readonly IgnoredFacts[];
  /** The same part, decided with the other rules; null without a comparison. */
  readonly other: (DecidedPart & { readonly silenced: readonly Silenced[] }) | null;
  /** What these rules ignore and the others alert on. */
  readonly silenced: readonly Silenced[];
}

export type Decide = (bytes: Uint8Array, origin: RecordOrigin) => AsyncIterable<ReplayPart>;

/** Compiled rules, and the ignore rules among them in their order. */
export interface Rules {
  readonly ruleSet: RuleSet;
  readonly settings: Pick<Settings, 'ignoreRules'>;
}

/** Compiles the rules of a plan and creates its decider. */
export async function compileDecider({ settings, against, notesIgnored }: Plan): Promise<Decide> {
  const compile = async (of: Settings): Promise<Rules> => ({ ruleSet: await composeRules(of), settings: of });
  return createDecider(await compile(settings), against && (await compile(against)), notesIgnored);
}

/** Creates a decider. It throws `LogFileError` for what is not a log file, maybe after some parts. */
export function createDecider(rules: Rules, against: Rules | null, notesIgnored: boolean): Decide {
  const own = createSide(rules);
  const other = against && createSide(against);
  const filter = uniteAlternatives(
    [rules, ...(against ? [against] : [])].map(({ ruleSet }) => ruleSet.filter.alternatives),
  );
  return async function* decide(bytes, origin) {
    for await (const part of readLogFileParts(bytes, filter)) {
      const decided = own.decide(part, origin);
      const otherDecided = other?.decide(part, origin);
      yield {
        ...decided.part,
        ignored: notesIgnored ? own.ignoredIn(decided, part.candidates, origin) : [],
        silenced: otherDecided ? silencedBy(decided, otherDecided) : [],
        other: otherDecided ? { ...otherDecided.part, silenced: silencedBy(otherDecided, decided) } : null,
      };
    }
  };
}

interface Decided {
  readonly part: DecidedPart;
  /** By record, only of ignored ones. */
  readonly ignored: ReadonlyMap<CloudTrailRecord, Decision>;
}

function createSide({ ruleSet, settings }: Rules) {
  const places = new Map(settings.ignoreRules.map((rule, place) => [rule, place]));
  const ignored = new Map<CloudTrailRecord, Decision>();
  const noting: RuleSet = {
    ...ruleSet,
    decide(record) {
      const decision = ruleSet.decide(record);
      if (decision.outcome === 'ignored') ignored.set(record, decision);
      return decision;
    },
  };
  return {
    decide(part: LogFile, origin: RecordOrigin): Decided {
      ignored.clear();
      return { part: decideLogFilePart(part, origin, noting), ignored: new Map(ignored) };
    },
    ignoredIn: (decided: Decided, records: readonly CloudTrailRecord[], origin: RecordOrigin): IgnoredFacts[] =>
      records.flatMap((record) => {
        const { ignoreRule = null, rules = [] } = decided.ignored.get(record) ?? {};
        if (ignoreRule === null) return [];
        const place = places.get(ignoreRule) ?? 0;
        return [{ ...factsOf(record, origin), ignoreRule: place, rules: rules.map(({ name }) => name) }];
      }),
  };
}

function silencedBy({ ignored }: Decided, alerting: Decided): Silenced[] {
  return alerting.part.decisions.alerts.flatMap((alert) => {
    const ignoreRule = ignored.get(alert.record)?.ignoreRule;
    return ignoreRule ? [{ id: noticeOfAlert(alert).id, ignoreRule: ignoreRule.name }] : [];
  });
}
