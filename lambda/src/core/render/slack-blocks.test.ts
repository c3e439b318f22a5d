import { describe, expect, it } from 'vitest';
import { asciiJsonLength } from './ascii-json.ts';
import { context, SLACK_LIMITS, section, slackMessage } from './slack-blocks.ts';
import { mrkdwn, prose } from './slack-text.ts';

const pieces = (count: number, length: number) => ({ pieces: Array<string>(count).fill('x'.repeat(length)) });

describe('a section', () => {
  it.each([
    [3_000, 'x'.repeat(3_000)],
    [3_001, ' … truncated'],
  ])('has at most 3,000 characters: %i', (length, text) => {
    expect(section(pieces(1, length))).toEqual({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
  });

  it('is never empty, because Slack rejects empty text', () => {
    expect(section(prose(''))).toMatchObject({ text: { text: '-' } });
  });
});

describe('a context', () => {
  it.each([
    [10, 10],
    [11, 10],
  ])('has at most 10 elements: %i', (given, kept) => {
    expect(context(...Array(given).fill(prose('x')))).toHaveProperty('elements.length', kept);
  });

  it('is never empty, because Slack rejects empty text', () => {
    expect(context()).toMatchObject({ elements: [{ text: '-' }] });
  });

  it('omits empty text', () => {
    expect(context(prose(''), prose('x'))).toHaveProperty('elements.length', 1);
  });
});

describe('a message', () => {
  it.each([
    [49, 49, false],
    [50, 50, true],
    [70, 50, true],
  ])('has at most 50 blocks, and the last one says that more were omitted: %i', (given, kept, truncated) => {
    const { blocks } = slackMessage({ text: 'x', blocks: Array(given).fill(section(prose('x'))) });
    expect(blocks.length).toBe(kept);
    expect(JSON.stringify(blocks).includes('the rest is too long')).toBe(truncated);
  });

  it('omits blocks beyond the total size, and says so', () => {
    const { blocks } = slackMessage({ text: 'x', blocks: Array(10).fill(section(pieces(1, 2_900))) });
    expect(asciiJsonLength(blocks)).toBeLessThanOrEqual(SLACK_LIMITS.serialized);
    expect(blocks.length).toBe(4);
    expect(JSON.stringify(blocks.at(-1))).toContain('the rest is too long');
  });

  it('keeps its footer if blocks are omitted', () => {
    const footer = { color: '#000000', blocks: [context(mrkdwn`kept`)] };
    const message = slackMessage({ text: 'x', blocks: Array(10).fill(section(pieces(1, 2_900))), footer });
    expect(message.attachments).toEqual([footer]);
  });

  it('always keeps its first block', () => {
    expect(
      slackMessage({ text: 'x', blocks: [section(prose('界'.repeat(3_000), 3_000))] }).blocks.length,
    ).toBeGreaterThan(0);
  });

  it('counts characters outside ASCII with the length of their escapes', () => {
    expect(asciiJsonLength('界')).toBe(8);
  });
});
