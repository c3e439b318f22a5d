import { describe, expect, it } from 'vitest';
import { createCollectingLog } from '../adapters/memory/log.ts';
import { createCappedLog, type LogCaps } from './capped-log.ts';

const CAPS: LogCaps = { perFile: 2, perEvent: 5, perInvocation: 8 };

function logged(write: (log: ReturnType<typeof createCappedLog>) => void) {
  const collecting = createCollectingLog();
  const log = createCappedLog(collecting, CAPS);
  write(log);
  log.end();
  return collecting.lines.map(({ event, fields }) => ('lines' in fields ? [event, fields.lines] : event));
}

const times = (count: number, run: (index: number) => void) => {
  for (let index = 0; index < count; index++) run(index);
};

describe('a capped log', () => {
  it.each<[string, number, readonly unknown[]]>([
    ['logs all lines up to the cap', 2, ['broken', 'broken']],
    ['counts the lines beyond the cap', 3, ['broken', 'broken', ['log_lines_left_out', { broken: 1 }]]],
    ['counts a million lines', 1_000_000, ['broken', 'broken', ['log_lines_left_out', { broken: 999_998 }]]],
  ])('%s for each log file', (_, lines, expected) => {
    expect(logged((log) => times(lines, () => log.warn('broken', { bucket: 'b', key: 'k' })))).toEqual(expected);
  });

  it('caps each event over all log files', () => {
    const lines = logged((log) => times(7, (index) => log.warn('broken', { bucket: 'b', key: `${index}` })));
    expect(lines).toEqual([...Array(5).fill('broken'), ['log_lines_left_out', { broken: 2 }]]);
  });

  it('caps all events together, and keeps the lines of other events until then', () => {
    const lines = logged((log) => times(5, () => ['a', 'b'].map((event) => log.error(event))));
    expect(lines.filter((line) => typeof line === 'string')).toHaveLength(8);
    expect(lines.at(-1)).toEqual(['log_lines_left_out', { a: 1, b: 1 }]);
  });

  it('adds no line if nothing was left out', () => {
    expect(logged((log) => log.info('summary'))).toEqual(['summary']);
  });
});
