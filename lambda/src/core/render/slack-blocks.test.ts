import { describe, expect, it } from 'vitest';
import { asciiJsonLength } from './ascii-json.ts';
import { context, SLACK_LIMITS, section, slackMessage } from './slack-blocks.ts';
import { mrkdwn, prose } from './slack-text.ts';

const pieces = (count: number, length: number) => ({ pieces: Array<string>(count).fill('x'.repeat(length)) });

describe('a section', () => {
  it.each([
    [3_000, 'x'.repeat(3_000)],
    [3_001, ' … truncated'],
  ])('takes 3,000 characters: %i', (length, text) => {
    expect(section(pieces(1, length))).toEqual({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
  });

  it('is never empty, for Slack refuses that', () => {
    expect(section(prose(''))).toMatchObject({ text: { text: '-' } });
  });
});

describe('a context', () => {
  it.each([
    [10, 10],
    [11, 10],
  ])('takes 10 elements: %i', (given, kept) => {
    expect(context(...Array(given).fill(prose('x')))).toHaveProperty('elements.length', kept);
  });

  it('is never empty, for Slack refuses that', () => {
    expect(context()).toMatchObject({ elements: [{ text: '-' }] });
  });

  it('leaves out what is empty', () => {
    expect(context(prose(''), prose('x'))).toHaveProperty('elements.length', 1);
  });
});

describe('a message', () => {
  it.each([
    [49, 49, false],
    [50, 50, true],
    [70, 50, true],
  ])('takes 50 blocks, the last of which tells of more: %i', (given, kept, told) => {
    const { blocks } = slackMessage({ text: 'x', blocks: Array(given).fill(section(prose('x'))) });
    expect(blocks.length).toBe(kept);
    expect(JSON.stringify(blocks).includes('the rest is left out')).toBe(told);
  });

  it('leaves out what is too much together, and says so', () => {
    const { blocks } = slackMessage({ text: 'x', blocks: Array(10).fill(section(pieces(1, 2_900))) });
    expect(asciiJsonLength(blocks)).toBeLessThanOrEqual(SLACK_LIMITS.serialized);
    expect(blocks.length).toBe(4);
    expect(JSON.stringify(blocks.at(-1))).toContain('the rest is left out');
  });

  it('keeps its footer where blocks have to go', () => {
    const footer = { color: '#000000', blocks: [context(mrkdwn`kept`)] };
    const message = slackMessage({ text: 'x', blocks: Array(10).fill(section(pieces(1, 2_900))), footer });
    expect(message.attachments).toEqual([footer]);
  });

  it('keeps its first block, whatever it is', () => {
    expect(
      slackMessage({ text: 'x', blocks: [section(prose('界'.repeat(3_000), 3_000))] }).blocks.length,
    ).toBeGreaterThan(0);
  });

  it('counts characters outside ASCII as the escapes that they may become', () => {
    expect(asciiJsonLength('界')).toBe(8);
  });
});
