// The `rules` command: lists the default rules by pack and, with settings, the user's rules. In: the catalogue and the
// settings. Out: the description of each rule, or of each rule that matches an event.

import { compileRule } from '../../core/language/compile-rule.ts';
import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import type { CloudTrailRecord } from '../../core/records/record.ts';
import type { CatalogueRule } from '../../core/rules/catalogue/catalogue-rule.ts';
import { PACKS } from '../../core/rules/catalogue/packs.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { environmentOf } from '../../setup/compose-rules.ts';
import type { Settings } from '../../setup/settings.ts';
import { EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { readEvents } from '../inputs/read-events.ts';
import { countOf } from '../numbers.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import { requirePacks } from '../settings/pack-option.ts';
import type { Terminal } from '../terminal.ts';
import { type CoveredTechnique, techniqueCoverage } from './coverage.ts';

export interface RulesOptions extends Pick<SettingsOptions, 'settings' | 'tfvars' | 'pack'> {
  readonly matching?: string;
  readonly coverage?: boolean;
  readonly format: 'text' | 'json';
}

type ListedRule = { readonly pack: string | null } & (CatalogueRule | RuleDefinition);

/**
 * Lists rules. With `matching`, lists only the rules that match at least one event in that file. With `coverage`, lists the
 * techniques of MITRE ATT&CK that these rules name.
 */
export async function listRules(options: RulesOptions, terminal: Terminal): Promise<ExitCode> {
  await loadPatternEngine();
  const { pack, matching, coverage, format, ...files } = options;
  const settings = await loadSettings(files);
  const all = [...catalogueRules(pack ?? []), ...(pack?.length ? [] : settings.rules)];
  const rules = matching === undefined ? all : rulesMatching(all, await readEvents(matching), settings);
  if (coverage) printCoverage(techniqueCoverage(rules.filter(isOfPack)), format, terminal);
  else if (format === 'json') terminal.out(JSON.stringify(rules, null, 2));
  else printRules(rules, terminal);
  return EXIT.fine;
}

const isOfPack = (rule: ListedRule): rule is { readonly pack: string } & CatalogueRule => rule.pack !== null;

function catalogueRules(names: readonly string[]): ListedRule[] {
  requirePacks(names);
  const packs = PACKS.filter(({ name }) => names.length === 0 || names.includes(name));
  return packs.flatMap(({ name, rules }) => rules.map((rule) => ({ pack: name, ...rule })));
}

function rulesMatching(
  rules: readonly ListedRule[],
  events: readonly CloudTrailRecord[],
  settings: Settings,
): readonly ListedRule[] {
  const environment = environmentOf(settings);
  return rules.filter(({ expression }) => {
    const { rule } = compileRule(expression, environment);
    return events.some((event) => rule?.evaluate(event) === true);
  });
}

function printRules(rules: readonly ListedRule[], terminal: Terminal): void {
  let heading: string | undefined;
  for (const rule of rules) {
    const pack = rule.pack ?? 'your rules';
    if (pack !== heading) terminal.out(`${heading === undefined ? '' : '\n'}${terminal.paint('bold', pack)}`);
    heading = pack;
    terminal.out(`  ${terminal.paint('cyan', escaped`${rule.name}`)}  ${terminal.paint('dim', rule.severity)}`);
    if (rule.description !== '') terminal.out(escaped`      ${rule.description}`);
  }
  terminal.err(countOf(rules.length, 'rule'));
}

function printCoverage(techniques: readonly CoveredTechnique[], format: 'text' | 'json', terminal: Terminal): void {
  if (format === 'json') {
    terminal.out(JSON.stringify(techniques, null, 2));
    return;
  }
  for (const { technique, name, tactics, rules } of techniques) {
    terminal.out(
      `${terminal.paint('bold', technique.padEnd(10))} ${name}  ${terminal.paint('dim', tactics.join(', '))}`,
    );
    for (const rule of rules)
      terminal.out(`${' '.repeat(11)}${terminal.paint('cyan', rule.name)}  ${terminal.paint('dim', rule.severity)}`);
  }
  const named = techniques.reduce((total, { rules }) => total + rules.length, 0);
  terminal.err(`${countOf(techniques.length, 'technique')}, ${countOf(named, 'rule')}`);
}
