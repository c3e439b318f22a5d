// A sentence as Slack markup. In: parts of a sentence. Out: escaped text in which names are bold and values are code.

import type { SentencePart } from './sentences/phrase.ts';
import { bold, code, join, type Mrkdwn, prose } from './slack-text.ts';

/** A sentence as mrkdwn. */
export function sentence(parts: readonly SentencePart[]): Mrkdwn {
  const styles = { plain: prose, strong: bold, code } as const;
  return join(
    parts.map(({ style, text }) => styles[style](text)),
    '',
  );
}
