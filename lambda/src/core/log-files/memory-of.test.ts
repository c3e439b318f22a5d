import { describe, expect, it } from 'vitest';
import { memoryOf, sampleMemoryOf } from './memory-of.ts';

const TEXTS: readonly (readonly [string, string, number])[] = [
  ['strings', '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxx",', 2],
  ['objects', '{},', 22.3],
  ['brackets', '[', 33],
  ['a record', '{"eventName":"GetObject","eventID":"12345678","readOnly":true}', 5],
];

describe('the memory of parsed JSON is estimated', () => {
  it.each(TEXTS)('from %s', (_, block, factor) => {
    const text = block.repeat(100_000 / block.length);
    expect(memoryOf(Buffer.from(text)) / text.length).toBeCloseTo(factor, -0.3);
  });

  it.each(TEXTS)('from a sample of %s, roughly', (_, block) => {
    const bytes = Buffer.from(block.repeat(100_000 / block.length));
    const ratio = sampleMemoryOf(bytes, bytes.length) / memoryOf(bytes);
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  });
});
