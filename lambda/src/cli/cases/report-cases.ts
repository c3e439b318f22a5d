// Prints the results of `test` as text, JSON or JUnit XML. In: results by file.

import { escaped } from '../escaped.ts';
import { countOf } from '../numbers.ts';
import type { Terminal } from '../terminal.ts';
import { type Case, isHistoryCase } from './case-file.ts';
import type { CaseFileResult, CaseResult } from './case-result.ts';
import { alertsText } from './run-history-case.ts';

export type CaseReport = 'text' | 'json' | 'junit';

/** Prints the results in a format. With `text`, the totals go to stderr. */
export function reportCases(files: readonly CaseFileResult[], format: CaseReport, terminal: Terminal): void {
  if (format === 'json') terminal.out(JSON.stringify(files.map(toJson), null, 2));
  else if (format === 'junit') terminal.out(toJunit(files));
  else reportText(files, terminal);
}

function reportText(files: readonly CaseFileResult[], terminal: Terminal): void {
  for (const file of files) reportFile(file, terminal);
  if (files.length > 0) reportTotals(files, terminal);
}

function reportFile({ path, results }: CaseFileResult, terminal: Terminal): void {
  terminal.out(terminal.paint('bold', escaped`${path}`));
  for (const result of results) {
    const mark = result.passed ? terminal.paint('green', 'ok  ') : terminal.paint('red', 'FAIL');
    terminal.out(`  ${mark} ${escaped`${result.case.name}`}`);
    if (!result.passed) for (const line of differenceLines(result, terminal)) terminal.out(`         ${line}`);
  }
}

function differenceLines({ case: one, actual, details }: CaseResult, terminal: Terminal): string[] {
  const marked = (mark: string, text: string, color: 'green' | 'red') =>
    text.split('\n').map((line) => terminal.paint(color, `${mark} ${line}`));
  return [...marked('-', expectationText(one), 'green'), ...marked('+', actual, 'red'), ...details];
}

function expectationText(one: Case): string {
  return isHistoryCase(one) ? alertsText(one.expect) : one.expect;
}

function reportTotals(files: readonly CaseFileResult[], terminal: Terminal): void {
  const results = files.flatMap((file) => file.results);
  const failed = results.filter((result) => !result.passed).length;
  const totals = `${countOf(results.length, 'case')}, ${results.length - failed} passed, ${failed} failed`;
  terminal.err(terminal.paintErr(failed === 0 ? 'green' : 'red', totals));
}

function toJson({ path, results }: CaseFileResult): object {
  return {
    file: path,
    cases: results.map(({ case: one, actual, passed, details }) => ({
      name: one.name,
      rule: one.rule,
      expected: expectationText(one),
      actual,
      passed,
      details,
    })),
  };
}

// The format that continuous integration systems read: https://github.com/testmoapp/junitxml
function toJunit(files: readonly CaseFileResult[]): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...files.flatMap(toSuite), '</testsuites>'].join(
    '\n',
  );
}

function toSuite({ path, results, elapsedMs }: CaseFileResult): string[] {
  const failures = results.filter(({ passed }) => !passed).length;
  const time = (elapsedMs / 1000).toFixed(3);
  return [
    `  <testsuite name="${xml(path)}" tests="${results.length}" failures="${failures}" time="${time}">`,
    ...results.flatMap((result) => toTestCase(path, result)),
    '  </testsuite>',
  ];
}

function toTestCase(path: string, { case: one, actual, passed, details }: CaseResult): string[] {
  const head = `    <testcase name="${xml(one.name)}" classname="${xml(path)}"`;
  if (passed) return [`${head}/>`];
  const message = `expected ${expectationText(one)}, got ${actual}`;
  return [
    `${head}>`,
    `      <failure message="${xml(message)}">${xml(details.join('\n'))}</failure>`,
    '    </testcase>',
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

// XML 1.0 cannot represent most control characters, not even as references, so they are escaped as elsewhere.
function xml(text: string): string {
  return text
    .split('\n')
    .map((line) => escaped`${line}`)
    .join('\n')
    .replace(/[&<>"\n\uFFFE\uFFFF]/g, (character) => ENTITIES[character] ?? '\uFFFD');
}
