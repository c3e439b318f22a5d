// The terminal: what is printed, in colour only where a person sees it, and progress only there too.

import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Where a command writes: results go out, everything else (summary, problems, progress) goes to err. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Styles text for `out`, or leaves it alone where that is no terminal or NO_COLOR is set. */
  paint(style: Style, text: string): string;
  /** The same for `err`. */
  paintErr(style: Style, text: string): string;
  /** Width of the terminal that `out` is, 100 where it is none. */
  readonly width: number;
  /** Whether `out` is in colour. */
  readonly colour: boolean;
  /** Shows where a long input stands, in place; nothing where `err` is no terminal. An empty text clears it. */
  progress(text: string): void;
}

const BUFFER_LENGTH = 64 * 1024;
const DEFAULT_WIDTH = 100;
const CLEAR_LINE = '\r\x1b[2K';

/** The process's own terminal. A reader that goes away (`| head`) ends the process quietly. */
export function createTerminal(): Terminal & { flush(): void } {
  const { stdout, stderr } = process;
  stdout.on('error', endQuietly);
  stderr.on('error', endQuietly);
  let pending = '';
  const flush = (): void => {
    if (pending !== '') stdout.write(pending);
    pending = '';
  };
  const colour = hasColour(stdout);
  const colourErr = hasColour(stderr);
  return {
    out(text) {
      pending += `${text}\n`;
      if (pending.length > BUFFER_LENGTH || stdout.isTTY) flush();
    },
    err(text) {
      flush();
      stderr.write(`${text}\n`);
    },
    paint: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
    paintErr: (style, text) => (colourErr ? styleText(style, text, { validateStream: false }) : text),
    width: stdout.columns ?? DEFAULT_WIDTH,
    colour,
    progress(text) {
      if (stderr.isTTY) stderr.write(`${CLEAR_LINE}${text}`);
    },
    flush,
  };
}

// https://no-color.org: any value that is not empty switches colour off.
function hasColour(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}
