// Reads the mrkdwn that this project writes, not all of Slack's. In: text. Out: its paragraphs and code blocks. Their texts are decoded
// and still untrusted: callers show them as text, never as markup. https://docs.slack.dev/messaging/formatting-message-text

export interface Piece {
  readonly kind: 'text' | 'bold' | 'code' | 'link';
  readonly text: string;
  /** Of a link, always https. */
  readonly href?: string;
}

export type MrkdwnPart =
  | { readonly kind: 'paragraph'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'block'; readonly text: string };

const BLOCK = /\n?```\n([\s\S]*?)\n```\n?/;
const TOKENS =
  /`([^`\n]+)`|\*([^*\n]+)\*|<!date\^[^|>]*\|([^>]*)>|<(https:[^|>]*)\|([^>]*)>|<(?:!subteam\^|[@!])(\w+)>/g;

// Slack's date in the reader's time zone is left out; the same time in UTC is before it.
const READERS_TIME = / \(<!date\^[^>]*> your time\)/g;

/** The parts of a text, in order. A paragraph may have several lines. */
export function readMrkdwn(text: string): readonly MrkdwnPart[] {
  return text.split(BLOCK).flatMap((part, index): MrkdwnPart[] => {
    if (index % 2 === 1) return [{ kind: 'block', text: decode(part) }];
    return part === '' ? [] : [{ kind: 'paragraph', pieces: piecesOf(part.replace(READERS_TIME, '')) }];
  });
}

function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const add = (kind: Piece['kind'], found: string) => found !== '' && pieces.push({ kind, text: decode(found) });
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [token, code, bold, date, url, label = '', mentioned] = match;
    add('text', text.slice(end, match.index));
    end = match.index + token.length;
    if (code !== undefined) add('code', code);
    else if (bold !== undefined) add('bold', bold);
    else if (date !== undefined) add('text', date);
    else if (mentioned !== undefined) add('bold', `@${mentioned}`);
    else if (url !== undefined) pieces.push({ kind: 'link', text: decode(label), href: decode(url) });
  }
  add('text', text.slice(end));
  return pieces;
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\u200b', '');
}
