// Writes the attribute `correlation` of a rule. In: a correlation and the converted rules that feed it. Out: the attribute as the
// variable `rules` takes it, or a refusal.

import { recordField } from './fields.ts';
import { Refusal } from './refusal.ts';
import type { Located, SigmaCorrelation } from './sigma-rule.ts';

/** The attribute `correlation` of an entry of the variable `rules`. */
export interface WrittenCorrelation {
  readonly type: SigmaCorrelation['type'];
  readonly rules: readonly string[];
  readonly group_by?: readonly string[];
  readonly field?: string;
  readonly aliases?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly timespan: string;
  readonly gte?: number;
}

/** A rule that feeds a correlation. */
export interface SigmaFeeder {
  /** As the correlation refers to it. */
  readonly reference: string;
  /** Its other names, by which aliases may refer to it. */
  readonly names: readonly string[];
  /** The name of the converted rule. */
  readonly converted: string;
  /** For a correlation: what it groups by, from the field of the Sigma rule to the value of the converted rule; else null. */
  readonly group: ReadonlyMap<string, string> | null;
}

/** A correlation with the values that it groups by, for correlations that it feeds. */
export interface WithGroup {
  readonly correlation: WrittenCorrelation;
  readonly group: ReadonlyMap<string, string>;
}

/** Writes a correlation. */
export function writeCorrelation(sigma: SigmaCorrelation, feeders: readonly SigmaFeeder[]): WithGroup {
  const { type, rules, groupBy, field, timespan, gte } = sigma;
  const least = type.startsWith('temporal') ? 2 : 1;
  if (rules.length < least)
    throw new Refusal(sigma.line, `a correlation of type ${type} needs at least ${least} rules`);
  const aliases: Record<string, Record<string, string>> = {};
  const value = (written: Located): string => commonValue(written, sigma, feeders, aliases);
  const group = new Map(groupBy.map((written) => [written.text, value(written)]));
  const counted = field === null ? null : value(field);
  const correlation: WrittenCorrelation = {
    type,
    rules: feeders.map(({ converted }) => converted),
    ...(group.size > 0 && { group_by: [...group.values()] }),
    ...(counted !== null && { field: counted }),
    ...(Object.keys(aliases).length > 0 && { aliases }),
    timespan,
    ...(gte !== null && !type.startsWith('temporal') && { gte }),
  };
  return { correlation, group };
}

// One expression if it is the same for every rule, otherwise an alias.
function commonValue(
  written: Located,
  sigma: SigmaCorrelation,
  feeders: readonly SigmaFeeder[],
  aliases: Record<string, Record<string, string>>,
): string {
  const byRule = feeders.map((feeder) => [feeder.converted, valueIn(feeder, fieldOf(written, sigma, feeder))] as const);
  const [first] = byRule;
  if (first !== undefined && byRule.every(([, value]) => value === first[1])) return first[1];
  const alias = written.text
    .replaceAll(/\W/g, '_')
    .replace(/^(?=\d)/, '_')
    .slice(0, 64);
  if (Object.hasOwn(aliases, alias)) throw new Refusal(written.line, `two aliases are called \`${alias}\``);
  aliases[alias] = Object.fromEntries(byRule);
  return alias;
}

function fieldOf({ text, line }: Located, { aliases }: SigmaCorrelation, feeder: SigmaFeeder): Located {
  const alias = aliases.get(text);
  if (alias === undefined) return { text, line };
  const name = [feeder.reference, ...feeder.names].find((one) => alias.has(one));
  const field = name === undefined ? undefined : alias.get(name);
  if (field === undefined)
    throw new Refusal(line, `the alias \`${text}\` has no field for the rule \`${feeder.reference}\``);
  return field;
}

function valueIn({ reference, group }: SigmaFeeder, { text, line }: Located): string {
  if (group === null) return recordField(text, line).path;
  const value = group.get(text);
  if (value !== undefined) return value;
  throw new Refusal(line, `the correlation \`${reference}\` does not group by \`${text}\``);
}
