// Slack messages as HTML. In: a Slack message. Out: markup that looks as in a channel. It supports the mrkdwn that this project writes.
// Every text of a message is untrusted: links are https only, and everything else is escaped.

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
  return text.split(/(```\n[\s\S]*?\n```)/).flatMap((part) => {
    if (part === '' || part === '\n') return [];
    if (part.startsWith('```')) return [html`<pre>${decode(part.slice(4, -4))}</pre>`];
    return [html`<p>${styled(part.replace(/^\n|\n$/g, '').replace(READERS_TIME, ''))}</p>`];
  });
}

const TOKENS = /`([^`]+)`|\*([^*\n]+)\*|<!date\^[^|>]*\|([^>]*)>|<(https:[^|>]*)\|([^>]*)>/g;

// The time zone of the reader is that of Slack; the same time in UTC is before it.
const READERS_TIME = / \(<!date\^[^>]*> your time\)/g;

function styled(text: string): readonly Html[] {
  const pieces: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [token, code, bold, date, url, label] = match;
    pieces.push(html`${decode(text.slice(end, match.index))}`);
    if (code !== undefined) pieces.push(html`<code>${decode(code)}</code>`);
    else if (bold !== undefined) pieces.push(html`<b>${decode(bold)}</b>`);
    else if (date !== undefined) pieces.push(html`${decode(date)}`);
    else pieces.push(html`<a href="${decode(url ?? '')}" rel="noreferrer noopener">${decode(label ?? '')}</a>`);
    end = match.index + token.length;
  }
  return [...pieces, html`${decode(text.slice(end))}`];
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\u200b', '');
}
