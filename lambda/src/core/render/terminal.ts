// Slack messages on a terminal. In: a Slack message. Out: the text as the channel shows it, wrapped, with ANSI colors if
// requested. Pure.

import { type Piece, readMrkdwn } from './read-mrkdwn.ts';
import type { SlackBlock, SlackButton, SlackMessage, SlackSelect } from './slack-blocks.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** Width in columns. */
  readonly width: number;
}

/** The message as lines of text, without a trailing line break. Times are in UTC. */
export function renderTerminal(message: SlackMessage, { color, width }: TerminalOptions): string {
  const lines = message.blocks.flatMap((block) => blockLines(block, color, width));
  const footers = (message.attachments ?? []).flatMap(({ color: bar, blocks }) => {
    const edge = color ? `${ansiColor(bar)}▌${RESET} ` : '▌ ';
    return blocks.flatMap((block) => blockLines(block, color, width - 2)).map((line) => edge + line);
  });
  return [...lines, ...footers].join('\n');
}

const ESCAPE = '\x1b';
const RESET = `${ESCAPE}[0m`;
const ANSI_CODES = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
const STYLES = { bold: '\x1b[1m', code: '\x1b[36m', dim: '\x1b[2m', link: '\x1b[4m' } as const;

type Style = keyof typeof STYLES;

function blockLines(block: SlackBlock, color: boolean, width: number): string[] {
  if (block.type === 'section') return mrkdwnLines(block.text.text, color, width, null);
  if (block.type === 'actions') return wrap(block.elements.map(labelOf).join(' '), width);
  return block.elements.flatMap((element) => mrkdwnLines(element.text, color, width, 'dim'));
}

function labelOf(element: SlackButton | SlackSelect): string {
  return element.type === 'button' ? `[${element.text.text}]` : `[${element.placeholder.text} ▾]`;
}

function mrkdwnLines(text: string, color: boolean, width: number, base: Style | null): string[] {
  return readMrkdwn(text).flatMap((part) => {
    if (part.kind === 'block') return codeLines(part.text, color, width);
    const styled = part.pieces.map((piece) => styledPiece(piece, color, base)).join('');
    return styled.split('\n').flatMap((line) => wrap(line, width));
  });
}

function codeLines(text: string, color: boolean, width: number): string[] {
  return text
    .split('\n')
    .flatMap((line) => wrap(paint(line, 'code', color), width - 4))
    .map((line) => `  │ ${line}`);
}

// A link shows its label, and without color also its address.
function styledPiece({ kind, text, href = '' }: Piece, color: boolean, base: Style | null): string {
  if (kind === 'link') return color ? paint(text, 'link', color) : `${text} <${href}>`;
  const style = kind === 'text' ? base : kind;
  const lines = text.split('\n').map((line) => paint(line, style, color));
  return lines.join('\n');
}

function paint(text: string, style: Style | null, color: boolean): string {
  return !color || style === null || text === '' ? text : `${STYLES[style]}${text}${RESET}`;
}

// Breaks at spaces, by visible width. A word longer than the line is not broken, so that it can be copied.
function wrap(line: string, width: number): string[] {
  const indent = /^ */.exec(line.replace(ANSI_CODES, ''))?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\S)(?= +\S)/)) {
    const joined = current + word;
    if (current !== '' && joined.replace(ANSI_CODES, '').length > Math.max(width, 20)) {
      lines.push(current);
      current = indent + word.trimStart();
    } else current = joined;
  }
  return [...lines, current];
}

function ansiColor(hex: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `\x1b[38;2;${red};${green};${blue}m`;
}
