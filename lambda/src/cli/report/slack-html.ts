// Slack messages as HTML. In: a Slack message. Out: markup that looks as in a channel.
// Every text of a message is untrusted: links are https only, and everything else is escaped.

import { type Piece, readMrkdwn } from '../../core/render/read-mrkdwn.ts';
import type { SlackBlock, SlackMessage } from '../../core/render/slack-blocks.ts';
import { type Html, html, NOTHING } from './html.ts';

/** A message with its footers. */
export function slackHtml({ blocks, attachments = [] }: SlackMessage): Html {
  const footers = attachments.map((footer) => html`<div class="footer">${footer.blocks.map(blockHtml)}</div>`);
  return html`<div class="message">${blocks.map(blockHtml)}${footers}</div>`;
}

function blockHtml(block: SlackBlock): Html {
  if (block.type === 'section') return html`<div class="section">${mrkdwnHtml(block.text.text)}</div>`;
  if (block.type !== 'context') return NOTHING; // Buttons do nothing here.
  return html`<div class="context">${block.elements.map(({ text }) => html`<div>${mrkdwnHtml(text)}</div>`)}</div>`;
}

function mrkdwnHtml(text: string): readonly Html[] {
  return readMrkdwn(text).map((part) =>
    part.kind === 'block' ? html`<pre>${part.text}</pre>` : html`<p>${part.pieces.map(pieceHtml)}</p>`,
  );
}

function pieceHtml({ kind, text, href = '' }: Piece): Html {
  switch (kind) {
    case 'text':
      return html`${text}`;
    case 'bold':
      return html`<b>${text}</b>`;
    case 'code':
      return html`<code>${text}</code>`;
    case 'link':
      return html`<a href="${href}" rel="noreferrer noopener">${text}</a>`;
  }
}
