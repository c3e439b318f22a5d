// The built page of the studio. In: whether the command has files for it. Out: its HTML, and the policy of the server for it.

import { readFileSync } from 'node:fs';
import { CliError } from '../cli-error.ts';

/** What the page's own policy says, and what it must say to read the files of the command from the server that it comes from. */
const NO_CONNECTION = "connect-src 'none'";
const OWN_SERVER = "connect-src 'self'";
// The page looks for this element: see studio/src/ui/served-files.ts.
const FILES = '<meta name="studio-files" content="files.json" />';

/** Reads the page. Throws a `CliError` if it was not built. */
export function readStudioPage(hasFiles: boolean): string {
  const html = readBuilt();
  return hasFiles ? html.replace(NO_CONNECTION, OWN_SERVER).replace('<title>', `${FILES}\n    <title>`) : html;
}

function readBuilt(): string {
  try {
    return readFileSync(new URL('../studio/index.html', import.meta.url), 'utf8');
  } catch (error) {
    const message = 'the studio was not built; run npm run build:studio';
    throw new CliError(message, undefined, { cause: error });
  }
}
