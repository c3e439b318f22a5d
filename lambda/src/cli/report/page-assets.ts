// The script and the style sheet of pages, which the build puts next to the command line. In: nothing. Out: their texts.

import { readFileSync } from 'node:fs';
import { CliError } from '../cli-error.ts';

export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** Reads them. Throws a `CliError` if the command line was not built. */
export function readPageAssets(): PageAssets {
  try {
    const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
    return { script: read('report-page.js'), style: read('report-page.css') };
  } catch (error) {
    throw new CliError('the page cannot be written because its script is missing; run npm ci', undefined, {
      cause: error,
    });
  }
}
