// The command `studio`: serves the studio on this machine until it is stopped, and opens the browser where there is one.

import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { findInputs, STDIN } from '../inputs/find-inputs.ts';
import { countOf } from '../numbers.ts';
import type { Terminal } from '../terminal.ts';
import { readStudioPage } from './studio-page.ts';
import { serveStudio } from './studio-server.ts';

export interface StudioOptions {
  /** False for `--no-open`. */
  readonly open: boolean;
}

/** Serves the studio with some log files, until the process is interrupted. */
export async function studio(paths: readonly string[], options: StudioOptions, terminal: Terminal): Promise<ExitCode> {
  const files = filesOf(paths);
  const server = await serveStudio(readStudioPage(files.length > 0), files);
  terminal.out(server.url);
  await terminal.flush();
  const what = files.length === 0 ? 'The studio is' : `The studio and ${countOf(files.length, 'log file')} are`;
  terminal.err(`${what} at this address, for this machine only. Press Ctrl+C to stop.`);
  if (options.open && hasBrowser()) await openBrowser(server.url, terminal);
  await interrupted();
  await server.close();
  return EXIT.fine;
}

function filesOf(paths: readonly string[]): readonly string[] {
  if (paths.includes(STDIN)) throw new CliError('the studio reads files, not standard input', EXIT.usage);
  const { inputs, problems } = findInputs(paths);
  if (problems.length === 0) return inputs.map(({ path }) => path);
  throw new CliError(problems.map(({ path, reason }) => escaped`${path}: cannot be read: ${reason}`).join('\n'));
}

// Without a display, `open` would start a browser in the terminal, or nothing.
function hasBrowser(): boolean {
  const { CI, DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION } = process.env;
  if (CI || SSH_CONNECTION || !process.stdout.isTTY) return false;
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

async function openBrowser(url: string, terminal: Terminal): Promise<void> {
  const { default: open } = await import('open');
  try {
    const browser = await open(url);
    browser.once('error', () => terminal.err('The browser could not be opened. Open the address yourself.'));
  } catch (error) {
    terminal.err(escaped`The browser could not be opened (${String(error)}). Open the address yourself.`);
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
