// Everything about a rule but its expression. In: a Sigma rule. Out: the name, severity, description and runbook of the converted rule.

import type { Severity } from '../rules/rule.ts';
import type { SigmaLevel, SigmaMeta } from './sigma-rule.ts';

const SEVERITIES: Readonly<Record<SigmaLevel, Severity>> = {
  informational: 'info',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

/** The severity for a level. */
export function severityOf({ level }: SigmaMeta): Severity {
  return SEVERITIES[level];
}

const LONGEST_NAME = 80;

/** A name in kebab-case, made of the title, that is not yet in `taken`. */
export function nameOf({ title }: SigmaMeta, taken: ReadonlySet<string>): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['sigma', 'rule'];
  const name = words.join('-').slice(0, LONGEST_NAME).replace(/-$/, '');
  for (let number = 2; ; number++) {
    const candidate = number === 2 && !taken.has(name) ? name : `${name}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** The description, with techniques and false positives, and the first reference as the runbook. */
export function describeRule(rule: SigmaMeta): { readonly description: string; readonly runbook_url: string | null } {
  const sentences = [
    asSentence(rule.description || rule.title),
    listed('MITRE ATT&CK', techniquesOf(rule), ', '),
    listed('False positives', rule.falsePositives.filter(isKnown), '; '),
  ];
  const runbook = rule.references.find((reference) => /^https?:\/\/\S+$/.test(reference));
  return { description: sentences.filter((text) => text !== '').join(' '), runbook_url: runbook ?? null };
}

function asSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' || /[.!?:]$/.test(line) ? line : `${line}.`;
}

function listed(what: string, items: readonly string[], separator: string): string {
  return items.length === 0
    ? ''
    : asSentence(`${what}: ${items.map((item) => item.replace(/[.\s]+$/, '')).join(separator)}`);
}

// `attack.t1562.008` is a technique, `attack.defense-evasion` a tactic. Other namespaces have no place in our rules.
function techniquesOf({ tags }: SigmaMeta): readonly string[] {
  return tags.flatMap((tag) => {
    const [, name] = /^attack\.(.+)$/i.exec(tag) ?? [];
    if (name === undefined) return [];
    return [/^[a-z]{1,2}\d{4}/i.test(name) ? name.toUpperCase() : name.replaceAll(/[-_]/g, ' ')];
  });
}

function isKnown(falsePositive: string): boolean {
  return !/^(unknown|none|n\/a)\.?$/i.test(falsePositive.trim());
}
