// The terminal. Results go to stdout; the rest goes to stderr. Colors and progress appear only if the stream is a terminal.

import { styleText } from 'node:util';
import { printable } from './escaped.ts';

type Style = Parameters<typeof styleText>[0];

/** Where a command writes: results to `out`; counters, problems and progress to `err`. Control characters are escaped. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Styles text for `out`. Returns it unchanged if `out` is not a terminal or NO_COLOR is set. */
  paint(style: Style, text: string): string;
  /** Styles text for `err` in the same way. */
  paintErr(style: Style, text: string): string;
  /** Width of the terminal in columns; 100 if `out` is not a terminal. */
  readonly width: number;
  /** Whether `out` shows colors. */
  readonly color: boolean;
  /** Replaces the progress line if `err` is a terminal. An empty string clears it. */
  progress(text: string): void;
  /** Resolves when everything that was written to `out` has left the process. */
  flush(): Promise<void>;
}

/** Says on `err` what failed. `text` is one line; escape what comes from files. */
export function printError(terminal: Terminal, text: string): void {
  terminal.err(`${terminal.paintErr('red', 'error:')} ${text}`);
}

/** Says on `err` what may be wrong, in the same way. */
export function printWarning(terminal: Terminal, text: string): void {
  terminal.err(`${terminal.paintErr('yellow', 'warning:')} ${text}`);
}

const BUFFER_LENGTH = 64 * 1024;
const DEFAULT_WIDTH = 100;
const CLEAR_LINE = '\r\x1b[2K';

/** Creates the terminal of this process. If the reader closes the pipe (`| head`), the process ends without an error. */
export function createTerminal(): Terminal {
  const { stdout, stderr } = process;
  stdout.on('error', endQuietly);
  stderr.on('error', endQuietly);
  let pending = '';
  const write = (): void => {
    if (pending !== '') stdout.write(pending);
    pending = '';
  };
  const color = hasColor(stdout);
  const colorErr = hasColor(stderr);
  return {
    out(text) {
      pending += `${printable(text, color)}\n`;
      if (pending.length > BUFFER_LENGTH || stdout.isTTY) write();
    },
    err(text) {
      write();
      stderr.write(`${printable(text, colorErr)}\n`);
    },
    paint: (style, text) => (color ? styleText(style, text, { validateStream: false }) : text),
    paintErr: (style, text) => (colorErr ? styleText(style, text, { validateStream: false }) : text),
    width: stdout.columns ?? DEFAULT_WIDTH,
    color,
    progress(text) {
      if (stderr.isTTY) stderr.write(`${CLEAR_LINE}${printable(text, colorErr)}`);
    },
    async flush() {
      write();
      await new Promise<void>((resolve) => stdout.write('', () => resolve()));
    },
  };
}

// https://no-color.org: any value that is not empty turns colors off.
function hasColor(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}
