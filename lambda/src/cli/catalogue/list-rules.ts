// The `rules` command: lists the default rules by pack and, with settings, the user's rules. In: the catalogue and the
// settings. Out: the description of each rule, or of each rule that matches an event.

import { compileRule } from '../../core/language/compile-rule.ts';
import { loadPatternEngine } from '../../core/language/functions/pattern-engine.ts';
import type { CloudTrailRecord } from '../../core/records/record.ts';
import type { CatalogueRule } from '../../core/rules/catalogue/catalogue-rule.ts';
import { PACKS } from '../../core/rules/catalogue/packs.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import type { Settings } from '../../setup/settings.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { readEvents } from '../inputs/read-events.ts';
import { countOf } from '../numbers.ts';
import { loadSettings, type SettingsOptions } from '../settings/load-settings.ts';
import { environmentOf } from '../settings/rule-environment.ts';
import type { Terminal } from '../terminal.ts';

export interface RulesOptions extends Pick<SettingsOptions, 'settings' | 'tfvars' | 'pack'> {
  readonly matching?: string;
  readonly format: 'text' | 'json';
}

type ListedRule = { readonly pack: string | null } & (CatalogueRule | RuleDefinition);

/** Lists rules. With `matching`, lists only the rules that match at least one event in that file. */
export async function listRules(options: RulesOptions, terminal: Terminal): Promise<ExitCode> {
  await loadPatternEngine();
  const { pack, matching, format, ...files } = options;
  const settings = await loadSettings(files);
  const all = [...catalogueRules(pack ?? []), ...(pack?.length ? [] : settings.rules)];
  const rules = matching === undefined ? all : rulesMatching(all, await readEvents(matching), settings);
  if (format === 'json') terminal.out(JSON.stringify(rules, null, 2));
  else printRules(rules, terminal);
  return EXIT.fine;
}

function catalogueRules(names: readonly string[]): ListedRule[] {
  const unknown = names.filter((name) => !PACKS.some((pack) => pack.name === name));
  if (unknown.length > 0) {
    const known = PACKS.map(({ name }) => name).join(', ');
    throw new CliError(escaped`there is no pack "${unknown.join('", "')}"; the packs are ${known}`, EXIT.usage);
  }
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
