import { describe, expect, it } from 'vitest';
import { toPlainMessage } from './message.ts';

const plain = (text: string): string =>
  toPlainMessage({ text, blocks: [{}] }, 'invalid_blocks').text.split('\n_')[0] ?? '';

describe('toPlainMessage', () => {
  it('keeps a short text whole, without blocks and attachments', () => {
    const message = { text: 'Root user signed in', blocks: [{ type: 'divider' }], attachments: [{}] };
    expect(toPlainMessage(message, 'invalid_blocks')).toMatchObject({ blocks: [], attachments: [] });
    expect(plain('Root user signed in')).toBe('Root user signed in');
  });

  it('is never empty', () => {
    expect(plain('')).toBe('An alert without text.');
  });

  it.each<[what: string, end: string, left: string]>([
    ['a surrogate pair', '🚨', ''],
    ['an entity', '&amp;', ''],
    ['a link', '<https://example.com|here>', ''],
  ])('does not cut %s in half', (_, end, left) => {
    const text = `${'x'.repeat(3_499)}${end}${'y'.repeat(1_000)}`;
    expect(plain(text)).toBe(`${'x'.repeat(3_499)}${left}…`);
  });

  it.each([
    [3_500, 3_500],
    [3_501, 3_501],
    [9_999, 3_501],
  ])('turns %i characters into %i', (given, expected) => {
    expect(plain('x'.repeat(given))).toHaveLength(expected);
  });
});
