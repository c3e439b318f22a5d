// Prints the findings of `check` as text, or as one JSON object.

import { escaped } from '../escaped.ts';
import { countOf } from '../numbers.ts';
import { problemText } from '../problem-text.ts';
import type { Terminal } from '../terminal.ts';
import type { Finding } from './findings.ts';

export type CheckReport = 'text' | 'json';

/** Prints findings. With `text`, they are grouped by rule and the totals go to stderr. */
export function reportFindings(
  findings: readonly Finding[],
  rules: number,
  format: CheckReport,
  terminal: Terminal,
): void {
  if (format === 'json') printJson(findings, rules, terminal);
  else printText(findings, rules, terminal);
}

function printJson(findings: readonly Finding[], rules: number, terminal: Terminal): void {
  const problems = findings.map(({ place, ...finding }) => {
    const { line, column } = place?.problem ?? { line: null, column: null };
    return { ...finding, line, column };
  });
  terminal.out(JSON.stringify({ rules, problems }, null, 2));
}

function printText(findings: readonly Finding[], rules: number, terminal: Terminal): void {
  let place = '';
  for (const finding of findings) {
    const title = placeOf(finding);
    if (title !== place) terminal.out(`${place === '' ? '' : '\n'}${terminal.paint('bold', title)}`);
    place = title;
    const level = terminal.paint(COLORS[finding.level], finding.level);
    terminal.out(indent(level + textOf(finding).slice(finding.level.length)));
  }
  if (findings.length > 0) terminal.out('');
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.filter(({ level }) => level === 'warning').length;
  const checked = rules === 0 ? 'no rules to check, only other settings' : `${countOf(rules, 'rule')} checked`;
  const totals = `${checked}: ${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}`;
  terminal.err(terminal.paintErr(errors > 0 ? 'red' : 'green', totals));
}

function placeOf({ file, rule, ignoreRule }: Finding): string {
  const where = file === null ? '' : escaped` in ${file}`;
  if (rule === null) return `settings${where}`;
  return escaped`${ignoreRule && !rule.startsWith('ignore rule') ? 'ignore rule' : 'rule'} "${rule}"${where}`;
}

const COLORS = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/** The finding as lines of text, with its position in the rule underlined. */
function textOf({ level, code, message, hint, place }: Finding): string {
  if (place !== null) return problemText(place.expression, place.problem);
  return `${escaped`${level} ${code}: ${message}`}${hint === null ? '' : `\n    hint: ${escaped`${hint}`}`}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
