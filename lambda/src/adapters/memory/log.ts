// A log in memory. In: events and fields. Out: the same lines of every level, for tests to inspect. Never prints.

import type { Logger } from '../../app/ports.ts';

interface CollectedLine {
  readonly level: keyof Logger;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface CollectingLog extends Logger {
  readonly lines: readonly CollectedLine[];
}

/** An in-process `Logger` that keeps every line. */
export function createCollectingLog(): CollectingLog {
  const lines: CollectedLine[] = [];
  const at =
    (level: keyof Logger) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void lines.push({ level, event, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
