// The attributes `correlation` and `generate` of an entry of `rules`. In: the entry. Out: a correlation with durations in
// milliseconds, and a message for each attribute that is missing, does not fit the type, or is out of range. What needs the
// other rules, such as a name that does not exist, is checked when rules are compiled.

import * as v from 'valibot';
import { CORRELATION_TYPES, type Correlation, type CorrelationType } from '../core/correlation/correlation.ts';
import { parseDuration } from '../core/rules/duration.ts';
import { unknownAttribute } from './describe-issue.ts';

const text = v.string();
const filled = v.pipe(
  text,
  v.check((given) => given.trim() !== '', 'must not be empty'),
);

const attributes = {
  type: v.picklist(
    CORRELATION_TYPES,
    `must be ${CORRELATION_TYPES.slice(0, -1).join(', ')} or ${CORRELATION_TYPES.at(-1)}`,
  ),
  rules: v.nullish(v.array(filled)),
  group_by: v.nullish(v.array(filled)),
  field: v.nullish(filled),
  aliases: v.nullish(v.record(text, v.record(text, filled))),
  timespan: v.nullish(text),
  gte: v.nullish(v.number()),
  learn: v.nullish(text),
};
/** The schema of `correlation`. Which attributes belong together is checked by `correlationProblems`. */
export const correlationObject = v.strictObject(attributes, unknownAttribute(Object.keys(attributes)));

export type CorrelationEntry = v.InferOutput<typeof correlationObject>;

type Attribute = Exclude<keyof CorrelationEntry, 'type'>;

const ALWAYS: readonly Attribute[] = ['rules', 'group_by', 'aliases', 'timespan'];
const EXAMPLES = {
  timespan: '"10m"',
  gte: '20',
  field: '"awsRegion"',
  rules: '["first-rule", "second-rule"]',
} as const;

/** What a type requires besides `timespan`, and what else it accepts besides what every type accepts. */
const ATTRIBUTES: Readonly<
  Record<
    CorrelationType,
    { readonly requires: readonly (keyof typeof EXAMPLES)[]; readonly accepts: readonly Attribute[] }
  >
> = {
  event_count: { requires: ['timespan', 'gte'], accepts: ['gte'] },
  value_count: { requires: ['timespan', 'gte', 'field'], accepts: ['gte', 'field'] },
  first_seen: { requires: ['timespan'], accepts: ['learn'] },
  temporal: { requires: ['timespan', 'rules'], accepts: [] },
  temporal_ordered: { requires: ['timespan', 'rules'], accepts: [] },
};

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const LONGEST = 7 * DAY;
const LONGEST_FIRST_SEEN = 90 * DAY;
const MOST_GTE = 1_000;
const MOST_RULES = 50;
const MOST_GROUP_BY = 10;

/** A problem of an attribute. */
export interface AttributeProblem {
  readonly attribute: Attribute;
  readonly message: string;
}

/** Finds what is wrong with a correlation that has the right shape. */
export function correlationProblems(entry: CorrelationEntry): AttributeProblem[] {
  return [
    ...unfit(entry),
    ...durationProblems(entry),
    ...countProblems(entry),
    ...feederProblems(entry),
    ...aliasProblems(entry),
  ];
}

function problemsOf(attribute: Attribute, ...messages: readonly (string | null)[]): AttributeProblem[] {
  return messages.flatMap((message) => (message === null ? [] : [{ attribute, message }]));
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function unfit(entry: CorrelationEntry): AttributeProblem[] {
  const { type } = entry;
  const { requires, accepts } = ATTRIBUTES[type];
  const given = (Object.keys(entry) as (keyof CorrelationEntry)[]).filter(
    (name) => name !== 'type' && isSet(entry[name]),
  );
  const missing = requires.filter((name) => !isSet(entry[name]));
  const superfluous = (given as Attribute[]).filter((name) => !ALWAYS.includes(name) && !accepts.includes(name));
  return [
    ...missing.map((attribute) => ({
      attribute,
      message: `is missing; the type ${type} requires it, for example ${attribute} = ${EXAMPLES[attribute]}`,
    })),
    ...superfluous.map((attribute) => ({ attribute, message: `has no meaning for the type ${type}; remove it` })),
  ];
}

function durationProblems({ type, timespan, learn }: CorrelationEntry): AttributeProblem[] {
  const [longest, days] = type === 'first_seen' ? [LONGEST_FIRST_SEEN, 90] : [LONGEST, 7];
  const problem = (given: string | null | undefined, least: number): string | null => {
    if (given === null || given === undefined) return null;
    const ms = parseDuration(given);
    if (ms === null) return `must be a whole number and s, m, h or d, such as 10m, not ${JSON.stringify(given)}`;
    const range = least === 0 ? `at most ${days}d` : `from 1s to ${days}d`;
    return ms >= least && ms <= longest ? null : `must be ${range} for the type ${type}, not ${given}`;
  };
  return [
    ...problemsOf('timespan', problem(timespan, SECOND)),
    ...problemsOf('learn', type === 'first_seen' ? problem(learn, 0) : null),
  ];
}

function countProblems({ gte, group_by }: CorrelationEntry): AttributeProblem[] {
  const isCount = gte === null || gte === undefined || (Number.isInteger(gte) && gte >= 1 && gte <= MOST_GTE);
  const groups = group_by?.length ?? 0;
  return [
    ...problemsOf('gte', isCount ? null : `must be a whole number from 1 to ${MOST_GTE}, not ${gte}`),
    ...problemsOf(
      'group_by',
      groups <= MOST_GROUP_BY ? null : `has ${groups} expressions; at most ${MOST_GROUP_BY} are allowed`,
      new Set(group_by).size === groups ? null : 'contains an expression twice; remove one of them',
    ),
  ];
}

function feederProblems({ type, rules }: CorrelationEntry): AttributeProblem[] {
  if (!rules) return [];
  const least = type.startsWith('temporal') ? 2 : 1;
  if (rules.length < least || rules.length > MOST_RULES)
    return problemsOf('rules', `must name ${least} to ${MOST_RULES} rules for the type ${type}, not ${rules.length}`);
  const twice = rules.find((name, index) => rules.indexOf(name) !== index);
  return problemsOf('rules', twice === undefined ? null : `names ${JSON.stringify(twice)} twice; remove one of them`);
}

const ALIAS = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

function aliasProblems({ aliases, rules, group_by, field }: CorrelationEntry): AttributeProblem[] {
  const entries = Object.entries(aliases ?? {});
  if (entries.length > 0 && !rules) return problemsOf('aliases', 'has no meaning without `rules`; remove it');
  const used = [...(group_by ?? []), field];
  const named = rules ?? [];
  const messages = entries.flatMap(([alias, byRule]) => {
    const written = Object.keys(byRule);
    const [missing, unknown] = [
      named.filter((name) => !written.includes(name)),
      written.filter((name) => !named.includes(name)),
    ];
    return [
      ALIAS.test(alias) ? null : `${JSON.stringify(alias)} is no name; use at most 64 letters, digits and underscores`,
      used.includes(alias) ? null : `${alias} is not used; write it in group_by or field, or remove it`,
      ...missing.map((name) => `${alias} has no expression for the rule ${JSON.stringify(name)}; add one`),
      ...unknown.map(
        (name) => `${alias} has an expression for ${JSON.stringify(name)}, which \`rules\` does not name; remove it`,
      ),
    ];
  });
  return problemsOf('aliases', ...messages);
}

const DEFAULT_LEARN = 7 * DAY;

/** The correlation of an entry without problems. */
export function toCorrelation(entry: CorrelationEntry): Correlation {
  const { type, rules = null } = entry;
  const timespanMs = parseDuration(entry.timespan ?? '') ?? 0;
  return {
    type,
    rules,
    groupBy: entry.group_by ?? [],
    field: entry.field ?? null,
    aliases: entry.aliases ?? {},
    timespanMs,
    gte: type.startsWith('temporal') ? (rules?.length ?? 0) : (entry.gte ?? 1),
    learnMs: learnMsOf(entry, timespanMs),
  };
}

function learnMsOf({ type, learn }: CorrelationEntry, timespanMs: number): number {
  if (type !== 'first_seen') return 0;
  return (learn ? parseDuration(learn) : null) ?? Math.min(DEFAULT_LEARN, timespanMs);
}
