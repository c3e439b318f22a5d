// Caps the log lines of one invocation, because an input can multiply them. In: a logger. Out: a logger that drops lines
// beyond a cap, and at the end logs how many lines of each event it left out. Never drops the first lines of an event.

import type { Logger } from './ports.ts';

export interface CappedLog extends Logger {
  /** Logs how many lines were left out, by event, if there are any. */
  end(): void;
}

// Lines of one event about one log file, of one event, and of all events: a full batch of ten messages with ordinary errors stays below these.
const FILE_MAX = 20;
const EVENT_MAX = 200;
const INVOCATION_MAX = 1_000;
// The dashboard counts alerts by their lines, so these have a higher cap than errors.
const ALERTS_MAX = 500;

type Fields = Readonly<Record<string, unknown>>;
type Level = keyof Logger;

/** A logger for one invocation. Lines below the level of `log` count as well: the caps do not depend on the level. */
export function createCappedLog(log: Logger): CappedLog {
  const lines = new Map<string, number>();
  const leftOut = new Map<string, number>();
  let total = 0;
  const isWithin = (event: string, fields: Fields): boolean => {
    const eventMax = event === 'alert' ? ALERTS_MAX : EVENT_MAX;
    if (total >= INVOCATION_MAX || count(lines, event) > eventMax) return false;
    if (fields.key !== undefined && count(lines, `${event} ${fields.bucket} ${fields.key}`) > FILE_MAX) return false;
    total++;
    return true;
  };
  const at =
    (level: Level) =>
    (event: string, fields: Fields = {}): void => {
      if (isWithin(event, fields)) log[level](event, fields);
      else count(leftOut, event);
    };
  const end = (): void => {
    if (leftOut.size > 0) log.warn('log_lines_left_out', { lines: Object.fromEntries(leftOut) });
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), end };
}

function count(counts: Map<string, number>, key: string): number {
  const counted = (counts.get(key) ?? 0) + 1;
  counts.set(key, counted);
  return counted;
}
