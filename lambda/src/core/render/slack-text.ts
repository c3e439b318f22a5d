// Text for Slack, safe by construction. In: trusted markup as template literals, and untrusted values. Out: `Mrkdwn`,
// which can be cut between its pieces but never inside one. Every untrusted value for Slack passes through this file; none
// can make a mention, a link, a new line or an end of code. https://docs.slack.dev/messaging/formatting-message-text

import { isUserId } from '../mutes/acknowledgement.ts';
import type { EventTime } from '../records/event-time.ts';
import { isSafeUrl } from './safe-url.ts';
import { shortened } from './shortened.ts';
import { visibleText } from './visible-text.ts';

/** Formatted text as a list of pieces; each piece is complete markup. Made only by the functions of this file. */
export interface Mrkdwn {
  readonly pieces: readonly string[];
}

const TRUNCATED = '… truncated';
export const NOTHING: Mrkdwn = { pieces: [] };

const LONGEST_PROSE = 200;
const LONGEST_CODE = 300;
const LONGEST_URL = 1_500;

/**
 * Trusted markup with values in it: strings and numbers are escaped, `Mrkdwn` is not changed.
 * `mrkdwn\`*Rule* ${name}\`` escapes the name and keeps the bold.
 */
export function mrkdwn(markup: TemplateStringsArray, ...values: readonly (string | number | Mrkdwn)[]): Mrkdwn {
  const pieces = markup.flatMap((own, index) => {
    const value = values[index];
    if (value === undefined) return [own];
    return [own, ...(typeof value === 'object' ? value : prose(String(value))).pieces];
  });
  return { pieces: pieces.filter((piece) => piece !== '') };
}

/** A value as running text. */
export function prose(value: string, longest = LONGEST_PROSE): Mrkdwn {
  return piece(escapeWithin(disarmMarkup(oneLine(value)), longest, '…'));
}

/** A description: running text in which what is between backticks is code. */
export function described(value: string): Mrkdwn {
  const parts = shortened(value, LONGEST_PROSE)
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : prose(part)));
  return join(parts, '');
}

/** A value in bold. */
export function bold(value: string): Mrkdwn {
  const text = escapeWithin(disarmMarkup(oneLine(value)).trim(), LONGEST_PROSE, '…');
  return text === '' ? NOTHING : piece(`*${text}*`);
}

/** A value as inline code. */
export function code(value: string, longest = LONGEST_CODE): Mrkdwn {
  const text = escapeWithin(disarmMentions(oneLine(value)).replaceAll('`', LOOKALIKE_BACKTICK), longest, '…');
  return text.trim() === '' ? piece('`-`') : piece(`\`${text}\``);
}

/** Text of several lines as a code block of at most `longest` characters; a text that is cut is marked. */
export function codeBlock(value: string, longest: number): Mrkdwn {
  const room = longest - 8;
  const text = value
    .slice(0, room + 1)
    .split('\n')
    .map(visibleText)
    .join('\n');
  const safe = disarmMentions(text).replaceAll('`', LOOKALIKE_BACKTICK);
  return piece(`\`\`\`\n${escapeWithin(safe, room, `\n${TRUNCATED}`)}\n\`\`\``);
}

/** A link with an escaped label; only the label if the URL is not an https URL or is too long for a link. */
export function link(url: string, label: string): Mrkdwn {
  const text = prose(label, 100).pieces.join('').replaceAll('|', '∣');
  return piece(isSafeUrl(url, LONGEST_URL) ? `<${escapeEntities(url)}|${text}>` : text);
}

/** A mention of a Slack user; code if the id is not one. https://docs.slack.dev/messaging/formatting-message-text#mentioning-users */
export function person(userId: string): Mrkdwn {
  return isUserId(userId) ? piece(`<@${userId}>`) : code(userId, 40);
}

/**
 * A mention of a user (U..., W...), a user group (S...), everyone active in the channel (`here`) or in it (`channel`); code for
 * any other text. https://docs.slack.dev/messaging/formatting-message-text#mentioning-groups
 */
export function mention(id: string): Mrkdwn {
  if (id === 'here' || id === 'channel') return piece(`<!${id}>`);
  return /^S[A-Z0-9]{2,40}$/.test(id) ? piece(`<!subteam^${id}>`) : person(id);
}

/** A time in the reader's time zone only; in UTC where Slack cannot show that. */
export function ownTime({ epochSeconds, utc }: EventTime): Mrkdwn {
  return epochSeconds === null ? code(utc, 60) : piece(`<!date^${epochSeconds}^{date_short_pretty} {time}|${utc}>`);
}

/** A time in UTC, and in the reader's time zone. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function time(when: EventTime): Mrkdwn {
  if (when.epochSeconds === null) return code(when.utc, 60);
  const own = `<!date^${when.epochSeconds}^{date_short_pretty} {time}|${when.utc}>`;
  return piece(`${when.utc} (${own} your time)`);
}

/** Several texts with a trusted separator between them; empty ones are omitted. */
export function join(parts: readonly Mrkdwn[], separator: string): Mrkdwn {
  const present = parts.filter(({ pieces }) => pieces.length > 0);
  return { pieces: present.flatMap(({ pieces }, index) => (index === 0 ? pieces : [separator, ...pieces])) };
}

/** The text within `longest` characters: whole pieces, then "… truncated" if some were removed. */
export function cutTo(text: Mrkdwn, longest: number): string {
  const whole = text.pieces.join('');
  if (whole.length <= longest) return whole;
  let kept = '';
  for (const next of text.pieces) {
    if (kept.length + next.length + TRUNCATED.length + 1 > longest) break;
    kept += next;
  }
  return `${kept} ${TRUNCATED}`;
}

/** Plain text for notifications and other places without blocks: escaped, within `longest` characters. */
export function plainText(value: string, longest: number): string {
  return escapeWithin(disarmMarkup(oneLine(value)), longest, '…');
}

const LOOKALIKE_BACKTICK = 'ˋ';
const ZERO_WIDTH_SPACE = '\u200b';
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

function piece(text: string): Mrkdwn {
  return text === '' ? NOTHING : { pieces: [text] };
}

function oneLine(value: string): string {
  return visibleText(value.slice(0, 10_000).replace(/\s+/g, ' '));
}

// Slack has no escape for its formatting characters. Those that could format, mention, link or make an emoji are replaced
// by look-alikes or split by a zero-width space. An underscore inside a word formats nothing, so it is kept.
function disarmMarkup(text: string): string {
  return disarmMentions(text)
    .replaceAll('`', LOOKALIKE_BACKTICK)
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
    .replaceAll('://', `:${ZERO_WIDTH_SPACE}//`)
    .replace(/:(?=[\w+'-]{1,100}:)/g, `:${ZERO_WIDTH_SPACE}`);
}

function disarmMentions(text: string): string {
  return text.replace(/@(?=(?:channel|here|everyone)\b)/gi, `@${ZERO_WIDTH_SPACE}`);
}

function escapeEntities(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES.get(character) as string);
}

// Cuts while escaping, so that no entity and no surrogate pair is cut in two.
function escapeWithin(text: string, longest: number, mark: string): string {
  const whole = escapeEntities(text);
  if (whole.length <= longest) return whole;
  let kept = '';
  for (const character of text) {
    const escaped = ENTITIES.get(character) ?? character;
    if (kept.length + escaped.length + mark.length > longest) break;
    kept += escaped;
  }
  return kept + mark;
}
