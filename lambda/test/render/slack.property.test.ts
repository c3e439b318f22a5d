import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/records/record.ts';
import { asciiJsonLength } from '../../src/core/render/ascii-json.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { SLACK_LIMITS, type SlackMessage } from '../../src/core/render/slack-blocks.ts';
import type { Notice } from '../../src/core/threads/notice.ts';
import { anyNotice } from './any-notice.ts';
import { anAlert, CONTEXT, RULE } from './notices.ts';

const renderer = createSlackRenderer(CONTEXT);
const wholeEvent = createSlackRenderer(CONTEXT, { extent: 'whole-event' });
const withButtons = createSlackRenderer(CONTEXT, { buttonsFor: 'slack:C0123456789' });
const MENTIONED = ['S0123456789', 'U0123456789', 'here', 'channel', `S${'X'.repeat(40)}`];
const PORTAL = { ...CONTEXT, accessPortalUrl: 'https://d-0123456789.awsapps.com/start' };
const mentioning = createSlackRenderer(PORTAL, {
  extent: 'whole-event',
  buttonsFor: 'slack:C0123456789',
  mentions: { info: MENTIONED, low: MENTIONED, medium: MENTIONED, high: MENTIONED, critical: MENTIONED },
});
const ACKNOWLEDGED = { by: 'U0123456789', atMs: 1_800_000_000_000 };
const RUNS = { numRuns: 150 };

function messagesOf(notice: Notice): SlackMessage[] {
  const withControls = withButtons.message(notice, 1, { acknowledgement: ACKNOWLEDGED });
  const messages = [
    withControls,
    renderer.message(notice, 37),
    wholeEvent.message(notice, 1),
    mentioning.message(notice, 1),
  ];
  return [...messages, renderer.details?.(notice) ?? null].filter((one) => one !== null);
}

interface BoundedText {
  readonly text: string;
  readonly longest: number;
}

function textsOf({ blocks, attachments = [] }: SlackMessage): BoundedText[] {
  return [...blocks, ...attachments.flatMap((one) => one.blocks)].flatMap((block): BoundedText[] => {
    if (block.type === 'section') return [{ text: block.text.text, longest: SLACK_LIMITS.sectionText }];
    if (block.type === 'actions') return [];
    return block.elements.map(({ text }) => ({ text, longest: SLACK_LIMITS.elementText }));
  });
}

const TRUSTED_TOKENS = [
  /<https:\/\/wiki\.example\.com\/runbooks\/something\?id=1&amp;view=full\|runbook>/g,
  /<!date\^\d+\^\{date_short_pretty\} \{time\}\|[\d :-]+ UTC>/g,
  /<https:\/\/console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\/[^\s<>|]*\|[^<>|\n]*>/g,
  /<https:\/\/d-0123456789\.awsapps\.com\/start\/#\/console\?account_id=\d{12}&amp;destination=https%3A%2F%2Fconsole\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)%2F[^\s<>|]*\|[^<>|\n]*>/g,
  /<@U0123456789>/g,
  /<!subteam\^S(?:0123456789|X{40})>/g,
  /<!(?:here|channel)>/g,
];

describe('a Slack message of any notice', () => {
  it('is within the limits of Slack', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        for (const message of messagesOf(notice)) {
          expect(message.text.length).toBeGreaterThan(0);
          expect(message.text.length).toBeLessThanOrEqual(SLACK_LIMITS.text);
          expect(message.blocks.length).toBeGreaterThan(0);
          expect(message.blocks.length).toBeLessThanOrEqual(SLACK_LIMITS.blocks);
          expect(asciiJsonLength([message.blocks, message.attachments])).toBeLessThanOrEqual(13_000);
          for (const { text, longest } of textsOf(message)) {
            expect(text.length).toBeGreaterThan(0);
            expect(text.length).toBeLessThanOrEqual(longest);
          }
          for (const block of message.blocks) {
            if (block.type === 'context') expect(block.elements.length).toBeLessThanOrEqual(SLACK_LIMITS.elements);
          }
        }
      }),
      RUNS,
    );
  });

  it('contains only the mentions of the settings and trusted links, for any event', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        for (const message of messagesOf(notice)) {
          for (const text of [message.text, ...textsOf(message).map((one) => one.text)]) {
            const rest = TRUSTED_TOKENS.reduce((left, token) => left.replace(token, ''), text);
            expect(rest).not.toMatch(/[<>]/);
            expect(rest).not.toMatch(/&(?!amp;|lt;|gt;)/);
            expect(rest).not.toMatch(/@(?:channel|here|everyone)\b/i);
          }
        }
      }),
      RUNS,
    );
  });

  it('keeps event data inside code formatting', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        for (const { text } of messagesOf(notice).flatMap(textsOf)) {
          const withoutBlocks = text.replace(/```\n[^`]*\n```/g, '');
          expect(withoutBlocks.replace(/`[^`\n]+`/g, '')).not.toContain('`');
        }
      }),
      RUNS,
    );
  });

  it('contains no invisible characters', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        for (const { text } of messagesOf(notice).flatMap(textsOf)) {
          expect(text.replaceAll('\u200b', '').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
          const rest = text.replaceAll('\u200b', '').replaceAll(/[⚠ℹ]\ufe0f/gu, '');
          expect(rest).not.toMatch(/[\p{DI}\u2800]|[\p{Mn}\p{Me}]{5}/u);
        }
      }),
      RUNS,
    );
  });

  it('is the same for the same notice', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        expect(messagesOf(structuredClone(notice))).toEqual(messagesOf(notice));
      }),
      { numRuns: 50 },
    );
  });

  it('renders a record that is nested deeper than the call stack', () => {
    let deep: Json = 'x';
    for (let level = 0; level < 50_000; level++) deep = level % 2 === 0 ? [deep] : { a: deep };
    expect(() =>
      renderer.message(anAlert({ eventName: 'X', requestParameters: deep, eventID: '1' }, RULE), 1),
    ).not.toThrow();
  });
});
