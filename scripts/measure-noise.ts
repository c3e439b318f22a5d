// Counts the alerts of each pack and of each rule on real records. In: records, one at a time. Out: Markdown tables.
// measure-noise.mjs runs it.

import type { Observation } from '../lambda/src/core/correlation/observation.ts';
import type { CloudTrailRecord } from '../lambda/src/core/records/record.ts';
import type { CatalogueRule } from '../lambda/src/core/rules/catalogue/catalogue-rule.ts';
import { definitionsOf, PACKS } from '../lambda/src/core/rules/catalogue/packs.ts';
import { createRuleSet } from '../lambda/src/core/rules/create-rule-set.ts';
import { packLists } from '../lambda/src/core/rules/pack-lists.ts';
import { SEVERITIES } from '../lambda/src/core/rules/rule.ts';
import { alertsOfObservations } from '../lambda/test/catalogue/run-history.ts';

/** How many alerts per 1,000 records a rule of `threats` may make without a threshold. */
const LIMIT = 5;

/** Counts of the records that a pack or a rule matched. */
export interface Noise {
  /** Adds one record. Keeps only what feeds correlations. */
  add(record: CloudTrailRecord): void;
  /** The tables of what was added. Call it once, at the end: then the correlations see all records in order. */
  render(): string;
}

/** Returns counters for all packs with the default settings of the module. */
export function createNoise(): Noise {
  const ruleSet = createRuleSet({
    rules: definitionsOf(
      PACKS.map(({ name }) => name),
      [],
    ),
    ignoreRules: [],
    eventsToTrack: [],
    lists: packLists({ functionName: 'cloudtrail-to-slack' }),
    countAccessDenied: false,
  });
  const byPack = new Map<string, number>();
  const byRule = new Map<string, number>();
  const observations: Observation[] = [];
  let records = 0;
  return {
    add(record) {
      records++;
      const decision = ruleSet.decide(record);
      increment(byPack, new Set(decision.rules.map(({ pack }) => String(pack))));
      increment(byRule, new Set(decision.rules.map(({ name }) => name)));
      observations.push(...decision.observations);
    },
    render() {
      for (const name of alertsOfObservations(ruleSet, observations.splice(0))) {
        increment(byPack, new Set([PACK_OF[name] ?? '']));
        increment(byRule, new Set([name]));
      }
      return [`${records.toLocaleString('en')} records`, packTable(byPack, records), ruleTable(byRule, records)].join(
        '\n\n',
      );
    },
  };
}

const PACK_OF = Object.fromEntries(PACKS.flatMap((pack) => pack.rules.map(({ name }) => [name, pack.name])));

function increment(counts: Map<string, number>, keys: ReadonlySet<string>): void {
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
}

function packTable(counts: ReadonlyMap<string, number>, records: number): string {
  const rows = PACKS.map(({ name, rules }) => {
    const alerts = counts.get(name) ?? 0;
    return `| \`${name}\` | ${rules.length} | ${alerts} | ${perThousand(alerts, records)} |`;
  });
  return ['| pack | rules | alerts | per 1,000 records |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function ruleTable(counts: ReadonlyMap<string, number>, records: number): string {
  const rows = PACKS.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule, alerts: counts.get(rule.name) ?? 0 })))
    .filter(({ alerts }) => alerts > 0)
    .toSorted((a, b) => b.alerts - a.alerts || a.rule.name.localeCompare(b.rule.name))
    .map(({ pack, rule, alerts }) => {
      const isAbove = pack.name === 'threats' && (alerts / records) * 1000 > LIMIT;
      const rate = `${perThousand(alerts, records)}${isAbove ? ` (above the limit of ${LIMIT})` : ''}`;
      return `| \`${rule.name}\` | ${pack.name} | ${severitiesOf(rule)} | ${alerts} | ${rate} |`;
    });
  return ['| rule | pack | severity | alerts | per 1,000 records |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function severitiesOf({ severity, variants = [] }: CatalogueRule): string {
  const found = [severity, ...variants.map((variant) => variant.severity)];
  return SEVERITIES.filter((one) => found.includes(one)).join(' or ');
}

const perThousand = (alerts: number, records: number): string => ((alerts / Math.max(records, 1)) * 1000).toFixed(1);
