// Slack messages on a terminal. In: a Slack message. Out: the text as the channel shows it, wrapped, with ANSI colors if
// requested. Pure. It supports the mrkdwn that this project writes, not all of Slack's.

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
  return text.split(/(```\n[\s\S]*?\n```)/).flatMap((part) => {
    if (part === '' || part === '\n') return [];
    if (part.startsWith('```')) return codeLines(part.slice(4, -4), color, width);
    const styled = part.replace(/^\n|\n$/g, '').split('\n');
    return styled.flatMap((line) => wrap(styleLine(line, color, base), width));
  });
}

function codeLines(text: string, color: boolean, width: number): string[] {
  return decode(text)
    .split('\n')
    .flatMap((line) => wrap(paint(line, 'code', color), width - 4))
    .map((line) => `  │ ${line}`);
}

const TOKENS = /`([^`]+)`|\*([^*\n]+)\*|<!date\^[^|>]*\|([^>]*)>|<(https:[^|>]*)\|([^>]*)>/g;

// Slack's date in the reader's time zone is removed; the same time in UTC is before it.
const READERS_TIME = / \(<!date\^[^>]*> your time\)/g;

// A link shows its label, and without color also its address.
function styleLine(text: string, color: boolean, base: Style | null): string {
  const line = text.replace(READERS_TIME, '');
  let styled = '';
  let end = 0;
  for (const match of line.matchAll(TOKENS)) {
    const [token, code, bold, date, url, label] = match;
    styled += paint(decode(line.slice(end, match.index)), base, color);
    if (code !== undefined) styled += paint(decode(code), 'code', color);
    else if (bold !== undefined) styled += paint(decode(bold), 'bold', color);
    else if (date !== undefined) styled += paint(decode(date), base, color);
    else styled += color ? paint(decode(label ?? ''), 'link', color) : `${decode(label ?? '')} <${decode(url ?? '')}>`;
    end = match.index + token.length;
  }
  return styled + paint(decode(line.slice(end)), base, color);
}

function paint(text: string, style: Style | null, color: boolean): string {
  return !color || style === null || text === '' ? text : `${STYLES[style]}${text}${RESET}`;
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\u200b', '');
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
