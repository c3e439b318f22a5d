// Reads the mrkdwn of Slack messages that this project writes. In: text. Out: pieces, whose texts are decoded and still untrusted: the
// caller shows them as text, never as HTML. https://docs.slack.dev/messaging/formatting-message-text

export interface Piece {
  readonly kind: 'text' | 'bold' | 'italic' | 'code' | 'block' | 'link';
  readonly text: string;
  /** Of a link, always https. */
  readonly href?: string;
}

const TOKENS =
  /```\n?([\s\S]*?)\n?```|`([^`\n]+)`|\*([^*\n]+)\*|_([^_\n]+)_(?![\p{L}\p{N}_])|<!date\^[^|>]*\|([^>]*)>|<(https:[^|>]*)\|([^>]*)>/gu;

// Slack's date in the reader's time zone is left out; the same time in UTC is before it.
const READERS_TIME = / \(<!date\^[^>]*> your time\)/g;

/** The pieces of a text, in order. */
export function readMrkdwn(source: string): Piece[] {
  const text = source.replace(READERS_TIME, '');
  const pieces: Piece[] = [];
  let end = 0;
  const add = (piece: Piece) => {
    if (piece.text !== '') pieces.push({ ...piece, text: decode(piece.text) });
  };
  for (const match of text.matchAll(TOKENS)) {
    const [token, block, code, bold, italic, date, url, label = ''] = match;
    // Emphasis starts only after a space or punctuation.
    if (italic !== undefined && /[\p{L}\p{N}]$/u.test(text.slice(0, match.index))) continue;
    add({ kind: 'text', text: text.slice(end, match.index) });
    end = match.index + token.length;
    if (block !== undefined) add({ kind: 'block', text: block });
    else if (code !== undefined) add({ kind: 'code', text: code });
    else if (bold !== undefined) add({ kind: 'bold', text: bold });
    else if (italic !== undefined) add({ kind: 'italic', text: italic });
    else if (date !== undefined) add({ kind: 'text', text: date });
    else if (url !== undefined) add({ kind: 'link', text: label, href: decode(url) });
  }
  add({ kind: 'text', text: text.slice(end) });
  return pieces;
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\u200b', '');
}
