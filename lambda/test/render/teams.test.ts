import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/records/record.ts';
import { asciiJsonLength } from '../../src/core/render/ascii-json.ts';
import { createTeamsRenderer } from '../../src/core/render/teams.ts';
import type { TeamsMessage } from '../../src/core/render/teams-card.ts';
import { TEAMS_LIMIT } from '../../src/core/render/teams-card.ts';
import { anyNotice } from './any-notice.ts';
import { anAlert, aRemovedObject, aRuleError, aSummary, CONTEXT, RECORDS } from './notices.ts';

const renderer = createTeamsRenderer(CONTEXT);
const ROOT_SIGN_IN = Object.values(RECORDS).find(({ eventName }) => eventName === 'ConsoleLogin') as Json;
const contentOf = (message: TeamsMessage) => message.attachments[0].content;

// The visible text of each line of a card.
function linesOf(message: TeamsMessage): string[] {
  return contentOf(message)
    .body.flatMap((element) => (element.type === 'Container' ? element.items : [element]))
    .map(({ inlines }) =>
      inlines
        .map(({ text }) => text)
        .join('')
        .replaceAll('\u00a0', ' '),
    );
}

describe('a Teams message', () => {
  it('has the form that a workflow accepts', () => {
    const message = renderer.message(anAlert(ROOT_SIGN_IN), 1);
    expect(message).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.2',
            fallbackText: expect.stringContaining('signed in to the console'),
          },
        },
      ],
    });
  });

  it('shows an alert from top to bottom: sentence, facts, ignore rule, event', () => {
    const lines = linesOf(renderer.message(anAlert(ROOT_SIGN_IN), 3));
    expect(lines[0]).toMatch(/^🟠 .+ signed in to the console/);
    const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
    const order = ['Seen  3 times', 'Time  ', 'Account  ', 'Rule  something-that-matters (high)', 'To ignore', 'Event'];
    const places = order.map((start) => (start === 'Event' ? lines.indexOf('Event') : at(start)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(
      lines
        .slice(lines.indexOf('Event') + 1)
        .join('\n')
        .replaceAll('\u00a0', ' '),
    ).toContain('"ConsoleLogin"');
  });

  it('links to the runbook and the pages of the console', () => {
    const { actions } = contentOf(renderer.message(anAlert(ROOT_SIGN_IN), 1));
    expect(actions.map(({ title }) => title)).toEqual(expect.arrayContaining(['runbook', 'event in CloudTrail']));
    for (const { type } of actions) expect(type).toBe('Action.OpenUrl');
  });

  it.each([
    ['that is not http', 'javascript:alert(1)'],
    ['that is plain http', 'http://wiki.example.com/runbook'],
    ['that is too long', `https://wiki.example.com/${'x'.repeat(800)}`],
  ])('does not link a runbook %s', (_, runbookUrl) => {
    const { actions } = contentOf(renderer.message(anAlert(ROOT_SIGN_IN, { runbookUrl }), 1));
    expect(actions.map(({ title }) => title)).not.toContain('runbook');
  });

  it('keeps the indentation of the event', () => {
    const event = { ...Object(ROOT_SIGN_IN), requestParameters: { policy: 'x'.repeat(90), name: 'y' } };
    const { body } = contentOf(renderer.message(anAlert(event), 1));
    expect(JSON.stringify(body)).toContain(JSON.stringify('\u00a0\u00a0\u00a0\u00a0"name": "y"'));
  });

  it.each([
    ['info', 'default'],
    ['low', 'accent'],
    ['medium', 'warning'],
    ['high', 'attention'],
    ['critical', 'attention'],
  ] as const)('shows severity %s in style %s', (severity, style) => {
    const { body } = contentOf(renderer.message(anAlert(ROOT_SIGN_IN, { severity }), 1));
    expect(body[0]).toMatchObject({ type: 'Container', style });
  });

  it.each([
    [
      'a rule that fails',
      aRuleError('my rule', 'some-id'),
      ['"my rule" does not work', 'Rule  my rule', 'Event  some-id'],
    ],
    ['a removed log file', aRemovedObject('x'), ['x removed log file s3://x/x', 'Source IP  203.0.113.9']],
    [
      'a summary',
      aSummary(['a', 'b']),
      ['3 more alerts', '1 x  a (medium)', '2 x  b', 'Event  event-1 in s3://trail/AWSLogs/'],
    ],
  ])('reports %s', (_, notice, texts) => {
    const shown = linesOf(renderer.message(notice, 1)).join('\n');
    for (const text of texts) expect(shown).toContain(text);
  });

  it('does not cut a long title', () => {
    const title = linesOf(renderer.message(aRuleError('n'.repeat(200)), 1))[0];
    expect(title).toContain('n'.repeat(200));
  });

  it('marks where a large event is truncated', () => {
    const event = { ...Object(ROOT_SIGN_IN), responseElements: Array(200).fill('y'.repeat(300)) };
    const lines = linesOf(renderer.message(anAlert(event), 1));
    expect(lines.at(-1)).toBe('… truncated: the rest is too long for Teams');
    expect(lines.length).toBeGreaterThan(20);
  });

  it('shows an ignore rule with `<at>` in a form that can be pasted', () => {
    const lines = linesOf(renderer.message(anAlert({ ...Object(ROOT_SIGN_IN), eventName: '<at>x</at>' }), 1));
    const entry = lines[lines.findIndex((line) => line.startsWith('To ignore')) + 1];
    expect(entry).toContain("eventName == '\\u003cat>x\\u003c/at>'");
  });
});

// Everything that a card may contain. Any other element could show untrusted text as Markdown or run an action.
const KEYS: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['$schema', 'type', 'version', 'fallbackText', 'msteams', 'body', 'actions'],
  Container: ['type', 'style', 'bleed', 'items'],
  RichTextBlock: ['type', 'spacing', 'inlines'],
  TextRun: ['type', 'text', 'weight', 'size', 'fontType', 'isSubtle'],
  'Action.OpenUrl': ['type', 'title', 'url'],
};

function elementsOf(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value ? [value as Record<string, unknown>] : [];
  return [...own, ...Object.values(value).flatMap(elementsOf)];
}

describe('a Teams message of any notice', () => {
  it('is within the limit, as JSON in ASCII', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        for (const count of [1, 37])
          expect(asciiJsonLength(renderer.message(notice, count))).toBeLessThanOrEqual(TEAMS_LIMIT);
      }),
      { numRuns: 300 },
    );
  });

  it('consists of elements without Markdown, mentions and actions on text', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        const content = contentOf(renderer.message(notice, 2));
        expect(content.msteams).toEqual({ width: 'Full' });
        for (const element of elementsOf(content)) {
          expect(KEYS[String(element.type)]).toEqual(expect.arrayContaining(Object.keys(element)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('contains no mentions and only trusted links, for any event', () => {
    const ours =
      /^https:\/\/(?:wiki\.example\.com|console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com))\//;
    fc.assert(
      fc.property(anyNotice, (notice) => {
        const message = renderer.message(notice, 1);
        expect(JSON.stringify(message)).not.toMatch(/<\/?at\b/i);
        expect(contentOf(message).fallbackText).not.toMatch(/\]\(|:\/\//);
        for (const { url } of contentOf(message).actions) expect(url).toMatch(ours);
      }),
      { numRuns: 300 },
    );
  });

  it('has text in every run, and no invisible characters', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        for (const element of elementsOf(contentOf(renderer.message(notice, 1)))) {
          if (element.type !== 'TextRun') continue;
          expect(element.text).not.toBe('');
          expect(String(element.text).replaceAll('\u200b', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        }
      }),
      { numRuns: 300 },
    );
  });
});
