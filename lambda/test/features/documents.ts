// Code in Markdown pages, for tests that try it.

import { parse } from '@cdktn/hcl2json';
import { readText } from '../repository.ts';

/** The code blocks of a language, those inside of lists included, without their indentation. */
export function codeBlocks(page: string, language: string): readonly string[] {
  const blocks = [...page.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].filter(([, , name]) => name === language);
  return blocks.map(([, indent = '', , code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

/** The rows of the table with these headings, each as its cells; code is taken out of its backticks. */
export function tableRows(page: string, ...headings: readonly string[]): readonly (readonly string[])[] {
  const head = `| ${headings.join(' | ')} |\n`;
  const [, below] = page.split(head);
  if (below === undefined) throw new Error(`there is no table ${head}`);
  const rows = below.split('\n').slice(1);
  const end = rows.findIndex((row) => !row.startsWith('|'));
  return rows.slice(0, end).map((row) =>
    row
      .slice(2, -2)
      .split(/ (?<!\\)\| /)
      .map((cell) => cell.replaceAll('\\|', '|')),
  );
}

/** Names of the variables that a module declares. */
export async function variablesOf(...files: readonly string[]): Promise<readonly string[]> {
  const parsed = await Promise.all(files.map(async (file) => parse(file, readText(file))));
  return parsed.flatMap(({ variable }) => Object.keys(variable ?? {}));
}
