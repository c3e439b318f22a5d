import { describe, expect, it } from 'vitest';
import type { LogFileItem } from '../core/sources/envelope.ts';
import { fetchAhead } from './fetch-ahead.ts';

const MB = 1024 * 1024;

function fetching(...sizes: readonly (number | null)[]) {
  const items = sizes.map((bytes, index): LogFileItem => {
    return { kind: 'log-file', bucket: 'logs', key: `${index}`, ...(bytes !== null && { bytes }) };
  });
  const started: string[] = [];
  const read = async ({ key }: { key: string }) => {
    started.push(key);
    return Buffer.from(key);
  };
  return { items, started, fetch: fetchAhead(items, { read }) };
}

describe('the log files of a batch are fetched', () => {
  it.each<[what: string, sizes: (number | null)[], started: string[]]>([
    ['at most nine ahead', Array(12).fill(1), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']],
    ['ahead if they are small together', [40 * MB, 10 * MB, 10 * MB], ['0', '1']],
    ['not ahead if they are large', [1, 40 * MB, 1], ['0']],
    ['one ahead if their sizes are unknown', [null, null, null], ['0', '1']],
  ])('%s', async (_, sizes, expected) => {
    const { items, started, fetch } = fetching(...sizes);
    await fetch(items[0] as LogFileItem);
    expect(started).toEqual(expected);
  });

  it('once each, and every one contains the requested bytes', async () => {
    const { items, started, fetch } = fetching(1, 40 * MB, null, 1, 1);
    for (const item of items) expect(String(await fetch(item))).toBe(item.key);
    expect([...started].sort()).toEqual(['0', '1', '2', '3', '4']);
  });
});
