import { describe, expect, it } from 'vitest';
import { createCollectingLog } from '../adapters/memory/log.ts';
import { createCappedLog } from './capped-log.ts';

/** How many lines of each event were logged, and the fields of the last line. */
function logged(write: (log: ReturnType<typeof createCappedLog>) => void) {
  const collecting = createCollectingLog();
  const log = createCappedLog(collecting);
  write(log);
  log.end();
  const counts: Record<string, number> = {};
  for (const { event } of collecting.lines) counts[event] = (counts[event] ?? 0) + 1;
  return [counts, collecting.lines.at(-1)?.fields];
}

const times = (count: number, run: (index: number) => void) => {
  for (let index = 0; index < count; index++) run(index);
};

describe('a capped log', () => {
  it.each<[string, number, readonly unknown[]]>([
    ['logs all lines up to the cap', 20, [{ broken: 20 }, { bucket: 'b', key: 'k' }]],
    ['counts the lines beyond the cap', 21, [{ broken: 20, log_lines_left_out: 1 }, { lines: { broken: 1 } }]],
    ['counts a million lines', 1_000_000, [{ broken: 20, log_lines_left_out: 1 }, { lines: { broken: 999_980 } }]],
  ])('%s for each log file', (_, lines, expected) => {
    expect(logged((log) => times(lines, () => log.warn('broken', { bucket: 'b', key: 'k' })))).toEqual(expected);
  });

  it.each([
    ['broken', 200],
    ['alert', 500],
  ])('caps each event over all log files: %s', (event, cap) => {
    const lines = logged((log) => times(cap + 2, (index) => log.warn(event, { bucket: 'b', key: `${index}` })));
    expect(lines).toEqual([{ [event]: cap, log_lines_left_out: 1 }, { lines: { [event]: 2 } }]);
  });

  it('caps all events together, and keeps the lines of other events until then', () => {
    const events = ['a', 'b', 'c', 'd', 'e', 'f'];
    const [counts, last] = logged((log) => times(180, () => events.map((event) => log.error(event))));
    expect(counts).toEqual({ a: 167, b: 167, c: 167, d: 167, e: 166, f: 166, log_lines_left_out: 1 });
    expect(last).toEqual({ lines: { a: 13, b: 13, c: 13, d: 13, e: 14, f: 14 } });
  });

  it('adds no line if nothing was left out', () => {
    expect(logged((log) => log.info('summary'))).toEqual([{ summary: 1 }, {}]);
  });
});
