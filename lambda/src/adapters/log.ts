// The log: one line of JSON for each event, on standard output, which Lambda collects. In: an event name and fields of any
// type. Out: a line of limited length. Never throws, never prints anything that looks like a Slack token or webhook URL.

import type { Logger } from '../app/ports.ts';

export const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Receives each line with its line break. */
  readonly write?: (line: string) => void;
  readonly nowMs?: () => number;
}

// CloudWatch Logs accepts longer lines, but they are hard to read.
const LINE_MAX = 32_000;
const TEXT_MAX = 8_000;
const ENTRIES_MAX = 100;
const DEPTH_MAX = 8;
const VALUES_MAX = 2_000;

/** A logger that prints lines of its level and above. */
export function createLogger({ level, write = toStandardOutput, nowMs = Date.now }: LoggerOptions): Logger {
  const at = (own: LogLevel) => {
    if (LOG_LEVELS.indexOf(own) < LOG_LEVELS.indexOf(level)) return () => {};
    return (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      write(`${toLine(own, event, fields, nowMs())}\n`);
  };
  return { debug: at('DEBUG'), info: at('INFO'), warn: at('WARN'), error: at('ERROR') };
}

function toStandardOutput(line: string): void {
  process.stdout.write(line);
}

function toLine(level: LogLevel, event: string, fields: object, nowMs: number): string {
  const head = { time: new Date(nowMs).toISOString(), level, event };
  const plain = toPlain(fields, new Budget());
  const rest = typeof plain === 'object' ? plain : { fields: plain };
  const line = withoutSecrets(toPrintable(JSON.stringify({ ...head, ...rest, ...head })));
  if (line.length < LINE_MAX) return line;
  // The start of the line as a string, because a cut JSON object is not valid; quoting may double its length.
  return JSON.stringify({ ...head, truncated: line.slice(0, LINE_MAX / 2 - 200) });
}

// JSON escapes only some terminal control characters, and no characters that reverse or hide text.
function toPrintable(json: string): string {
  return json.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
    found.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

// A last line of defense: no code should log these. https://docs.slack.dev/authentication/tokens
function withoutSecrets(line: string): string {
  return line
    .replace(/xox[a-z]-[\w-]+|xapp-[\w-]+/g, '[token]')
    .replace(/(hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)[^\s"\\]+/g, '$1[secret]');
}

// How many values may still be copied, and which objects are being copied.
class Budget {
  values = VALUES_MAX;
  readonly open = new Set<object>();
}

function toPlain(value: unknown, budget: Budget): unknown {
  if (typeof value === 'string') return value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}…` : value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (budget.open.has(value)) return '[cyclic]';
  if (budget.open.size >= DEPTH_MAX) return '[deep]';
  budget.open.add(value);
  try {
    return copyEntries(value, budget);
  } catch (error) {
    return `[unreadable: ${error instanceof Error ? error.name : typeof error}]`;
  } finally {
    budget.open.delete(value);
  }
}

function copyEntries(value: object, budget: Budget): unknown {
  const copy = (item: unknown) => (budget.values-- > 0 ? toPlain(item, budget) : '[more]');
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return value.slice(0, ENTRIES_MAX).map(copy);
  if (value instanceof Set) return [...value].slice(0, ENTRIES_MAX).map(copy);
  const entries = value instanceof Error ? errorEntries(value) : mapEntries(value);
  return Object.fromEntries(entries.slice(0, ENTRIES_MAX).map(([key, item]) => [key, copy(item)]));
}

function mapEntries(value: object): [string, unknown][] {
  return value instanceof Map ? [...value].map(([key, item]) => [String(key), item]) : Object.entries(value);
}

// Includes own enumerable properties, such as `code` and `kind` of a `PortError`, but only name and message of the cause.
function errorEntries(error: Error): [string, unknown][] {
  const cause = error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : undefined;
  return [
    ...Object.entries({ name: error.name, message: error.message, cause, stack: error.stack }),
    ...Object.entries(error),
  ];
}
