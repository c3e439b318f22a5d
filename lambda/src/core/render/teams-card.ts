// Adaptive Cards for Microsoft Teams, safe by construction. In: trusted or untrusted text. Out: a message that a Teams
// workflow accepts, for any text. Text is only in rich text blocks, which support neither Markdown nor HTML nor mentions,
// so no event can make a link or mention a person. No other file makes a card element.
// https://learn.microsoft.com/en-us/adaptive-cards/create/textfeatures and .../task-modules-and-cards/cards/cards-format

import { asciiJsonLength, firstThatFit } from './ascii-json.ts';
import { isSafeUrl } from './safe-url.ts';
import { shortened } from './shortened.ts';
import { spellOut, visibleText } from './visible-text.ts';

export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Medium';
  readonly fontType?: 'Monospace';
  readonly isSubtle?: true;
}

interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly spacing?: 'None' | 'Small' | 'Medium';
  readonly inlines: readonly TextRun[];
}

interface Container {
  readonly type: 'Container';
  readonly style: CardStyle;
  readonly bleed: true;
  readonly items: readonly RichTextBlock[];
}

interface OpenUrl {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
}

export type CardStyle = 'default' | 'accent' | 'warning' | 'attention';

/** What the webhook of a Teams workflow accepts. */
export interface TeamsMessage {
  readonly type: 'message';
  readonly attachments: readonly [
    {
      readonly contentType: 'application/vnd.microsoft.card.adaptive';
      readonly contentUrl: null;
      readonly content: {
        readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
        readonly type: 'AdaptiveCard';
        readonly version: '1.2';
        readonly fallbackText: string;
        readonly msteams: { readonly width: 'Full' };
        readonly body: readonly (RichTextBlock | Container)[];
        readonly actions: readonly OpenUrl[];
      };
    },
  ];
}

export interface CardParts {
  /** Shown by clients that cannot display the card. */
  readonly fallbackText: string;
  readonly style: CardStyle;
  readonly headline: readonly TextRun[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** Texts of several lines, each with a title. They are cut if there is no room. */
  readonly code: readonly (readonly [title: string, text: string])[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
}

/**
 * The maximum size of a message, as JSON in ASCII. The documented limit is "about 28 KB" after processing by Teams, but
 * messages above 21 KB have been rejected. A workflow returns 202 before it checks the size, so a message that is too
 * large is lost without an error.
 * https://learn.microsoft.com/en-us/connectors/teams/#known-issues-and-limitations-with-actions
 */
export const TEAMS_LIMIT = 20_000;

const LONGEST_FACT = 300;
const LONGEST_RUN = 80;
const LONGEST_URL = 800;
const MOST_LINKS = 6;

/** A piece of a sentence, of at most 80 characters. */
export function textRun(text: string, look: Omit<TextRun, 'type' | 'text'> = {}): TextRun {
  return { type: 'TextRun', text: shown(text, LONGEST_RUN), ...look };
}

/** A message within the limit. It always contains the headline and the links; facts, then code, fill the rest. */
export function teamsMessage({ fallbackText, style, headline, facts, code, links }: CardParts): TeamsMessage {
  const head: Container = {
    type: 'Container',
    style,
    bleed: true,
    items: [{ type: 'RichTextBlock', inlines: headline.filter(({ text }) => text !== '') }],
  };
  const actions = links
    .filter(({ url }) => isSafeUrl(url, LONGEST_URL))
    .slice(0, MOST_LINKS)
    .map(openUrl);
  const frame = messageOf({ fallbackText: withoutLinks(shown(fallbackText, 400)), body: [head], actions });
  const blocks = [...facts.map(factBlock), ...code.flatMap(codeBlocks)];
  const body = [head, ...withinRoom(blocks, TEAMS_LIMIT - asciiJsonLength(frame))];
  return messageOf({ ...frame.attachments[0].content, body });
}

type Content = TeamsMessage['attachments'][0]['content'];

function messageOf({ fallbackText, body, actions }: Pick<Content, 'fallbackText' | 'body' | 'actions'>): TeamsMessage {
  const content: Content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.2',
    fallbackText,
    msteams: { width: 'Full' },
    body,
    actions,
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

function factBlock([label, value]: readonly [string, string]): RichTextBlock {
  const inlines = [
    { type: 'TextRun', text: `${label}\u00a0 `, isSubtle: true },
    { type: 'TextRun', text: shown(value, LONGEST_FACT) || '-' },
  ] as const;
  return { type: 'RichTextBlock', spacing: 'Small', inlines };
}

// Readers copy code, so `<` becomes an escape that JSON, Terraform and the rule language decode.
// A run has no line breaks, so each line is a block; a leading space is kept only if it is a no-break space.
// Adaptive Cards have a code element, but the service behind workflows fails on it (MicrosoftDocs/msteams-docs issue 11901).
function codeBlocks([title, text]: readonly [string, string]): RichTextBlock[] {
  const heading: TextRun = { type: 'TextRun', text: title, weight: 'Bolder' };
  return [
    { type: 'RichTextBlock', spacing: 'Medium', inlines: [heading] },
    ...text.split('\n').map((line): RichTextBlock => {
      const indented =
        shown(line, LONGEST_LINE, spellOut('<')).replace(/^ +/, (spaces) => '\u00a0'.repeat(spaces.length)) || '\u00a0';
      return {
        type: 'RichTextBlock',
        spacing: 'None',
        inlines: [{ type: 'TextRun', text: indented, fontType: 'Monospace' }],
      };
    }),
  ];
}

const LONGEST_LINE = 1_000;

const LEFT_OUT: RichTextBlock = {
  type: 'RichTextBlock',
  spacing: 'Small',
  inlines: [{ type: 'TextRun', text: '… truncated: the rest is too long for Teams', isSubtle: true }],
};

function withinRoom(blocks: readonly RichTextBlock[], room: number): readonly RichTextBlock[] {
  const fitting = firstThatFit(blocks, room - asciiJsonLength(LEFT_OUT) - 1);
  return fitting.length === blocks.length ? blocks : [...fitting, LEFT_OUT];
}

// A workflow may turn `<at>` in the text of a card into a mention.
function shown(text: string, longest: number, disarmed = '<\u200b'): string {
  return visibleText(shortened(text, longest)).replace(/<(?=\/?at\b)/gi, disarmed);
}

// The only text of a card that may be interpreted as Markdown.
function withoutLinks(text: string): string {
  return text.replaceAll('](', ']\u200b(').replaceAll('://', ':\u200b//');
}

function openUrl({ label, url }: CardParts['links'][number]): OpenUrl {
  return { type: 'Action.OpenUrl', title: shown(label, 40), url };
}
