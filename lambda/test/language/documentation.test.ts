// Executes docs/rule-language.md: every row of its tables, its rules in blocks, its function table and its limits.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileChecked, compileRule } from '../../src/core/language/compile-rule.ts';
import { functionTable } from '../../src/core/language/functions/function-table.ts';
import { signature } from '../../src/core/language/functions/language-function.ts';
import { interpretRule } from '../../src/core/language/interpret.ts';
import { limits } from '../../src/core/language/limits.ts';
import type { Data, LanguageEnvironment } from '../../src/core/language/rule-expression.ts';
import { Failure } from '../../src/core/language/values.ts';

const file = new URL('../../../docs/rule-language.md', import.meta.url);
const document = readFileSync(file, 'utf8');
const exampleEvent = JSON.parse(/```json\n(.*?)```/s.exec(document)?.[1] ?? '') as Data;

const environment: LanguageEnvironment = {
  lists: { admins: ['root', 'alice'] },
  predicates: { isConsole: 'userAgent == "console.amazonaws.com"', isLoop: 'not isLoop()' },
  knownFields: ['eventName', 'userIdentity.type', 'readOnly'],
  fieldTypes: { readOnly: 'boolean', eventName: 'text' },
};

interface Row {
  readonly rule: string;
  readonly event: string;
  readonly value: string;
}

const rows = [...document.matchAll(/^\| rule \| event \| value \|\n\| --- .*\n((?:\|.*\n)+)/gm)].flatMap((table) =>
  (table[1] as string).trimEnd().split('\n').map(readRow),
);

describe('docs/rule-language.md', () => {
  test('has rows to execute', () => {
    expect(rows.length).toBeGreaterThan(150);
  });

  test.each(rows)('defines $rule on $event as $value', ({ rule, event, value }) => {
    const record = event === '' ? exampleEvent : (JSON.parse(event) as Data);
    expect(outcomeOf(rule, record, value)).toBe(value);
  });

  test('has rules in blocks that compile without a warning', () => {
    const blocks = [...document.matchAll(/```rule\n(.*?)```/gs)].flatMap((block) =>
      (block[1] as string).trim().split('\n'),
    );
    expect(blocks.length).toBeGreaterThan(0);
    for (const rule of blocks) expect(compileRule(rule, { ...environment, knownFields: [] }).problems).toEqual([]);
  });

  test('has the current function table', () => {
    const [start, end] = ['<!-- functions -->\n', '<!-- /functions -->'];
    const written = document.slice(document.indexOf(start) + start.length, document.indexOf(end));
    if (process.env.UPDATE_DOCS) writeFileSync(file, document.replace(start + written, start + functionRows()));
    else expect(written).toBe(functionRows());
  });

  test.each(functionTable.map((entry) => [entry.name, entry.example]))(
    'has an example of %s that compiles: %s',
    (_name, example) => {
      expect(compileRule(example, { ...environment, knownFields: [] }).problems).toEqual([]);
    },
  );

  test.each(Object.entries(limits))('names the limit %s', (_name, limit) => {
    expect(document).toContain(`| ${limit.toLocaleString('en-US')} |`);
  });
});

function readRow(line: string): Row {
  const [rule, event, value] = line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
  return {
    rule: (rule as string).replace(/^`|`$/g, '').replace('` `', ' '),
    event: (event as string).replace(/^`|`$/g, ''),
    value: value as string,
  };
}

// The reference interpreter returns the value, and the compiled rule and expression must agree with it.
function outcomeOf(source: string, record: Data, wanted: string): string {
  const { rule, problems } = compileRule(source, environment);
  if (rule === null) return `refused \`${problems[0]?.code}\``;
  if (wanted.startsWith('warning'))
    return `warning \`${problems.map(({ code }) => code).find((code) => wanted.includes(code))}\``;
  const { outcome, trace } = interpretRule(rule, record, environment);
  expect(rule.evaluate(record)).toEqual(outcome);
  const whole = trace[0];
  const compiled = compileChecked(rule.expression, environment)(record, null);
  expect(compiled instanceof Failure ? compiled.code : compiled).toEqual(whole?.error?.code ?? whole?.value);
  return whole?.error
    ? `error \`${whole.error.code}\``
    : `\`${JSON.stringify(whole?.value).replaceAll(/,(?=\S)/g, ', ')}\``;
}

function functionRows(): string {
  const lines = functionTable.map((entry) => {
    const aliases = (entry.aliases ?? []).map((alias) => `\`${alias}\``).join(', ');
    const summary = entry.summary.replaceAll('|', '\\|');
    return `| \`${signature(entry)}\` | ${aliases} | ${summary} | \`${entry.example}\` |\n`;
  });
  return `\n| function | also | meaning | example |\n| --- | --- | --- | --- |\n${lines.join('')}\n`;
}
