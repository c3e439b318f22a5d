#!/usr/bin/env node
// Draws Slack messages as an image: `replay FILE --format slack | node scripts/draw-message.mjs docs/images/message.png`.
// In: messages on standard input, one JSON object per line. Needs Chromium.
// No test uses this script.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startChromium } from './chromium.mjs';

const STYLE = `
  body { margin: 0; padding: 20px 24px; font: 15px/1.46 Lato, 'Helvetica Neue', Arial, sans-serif; color: #1d1c1d; background: #fff; }
  .message { display: grid; grid-template-columns: 36px 1fr; column-gap: 10px; margin-bottom: 14px; }
  .face { width: 36px; height: 36px; border-radius: 6px; background: #3d3d0e; color: #ffd54a; font: 700 19px/36px monospace; text-align: center; }
  .who b { font-weight: 900; }
  .who i { font: 700 10px/14px Lato, sans-serif; background: #e8e8e8; color: #616061; border-radius: 2px; padding: 1px 4px; margin: 0 6px; }
  .who time, .context { color: #616061; font-size: 12px; }
  .section { margin: 3px 0 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
  .context { margin: 4px 0; font-size: 13px; white-space: pre-wrap; overflow-wrap: anywhere; }
  .attachment { border-left: 4px solid #ddd; border-radius: 3px; padding: 1px 0 1px 12px; margin: 6px 0; }
  code { font: 12px/1.5 Menlo, Consolas, 'DejaVu Sans Mono', monospace; color: #c0134e; background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px; }
  pre { font: 12px/1.5 Menlo, Consolas, 'DejaVu Sans Mono', monospace; background: #f6f6f6; border: 1px solid #ddd; border-radius: 4px; padding: 8px; margin: 4px 0; white-space: pre-wrap; }
  a { color: #1264a3; text-decoration: none; }
  .actions { display: flex; gap: 8px; margin: 8px 0 6px; align-items: flex-start; }
  .button { border: 1px solid #c6c6c6; border-radius: 4px; padding: 4px 12px; font-size: 13px; font-weight: 700; background: #fff; }
  .menu { font-weight: 400; min-width: 110px; display: flex; justify-content: space-between; gap: 14px; color: #616061; }
  .list { border: 1px solid #ddd; border-radius: 6px; box-shadow: 0 4px 12px #0002; padding: 6px 0; font-size: 13px; margin-top: 4px; width: 270px; }
  .list b { display: block; padding: 4px 14px 2px; color: #616061; font-size: 12px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .list span { display: block; padding: 1px 22px; }
  .mention { color: #1264a3; background: #e8f5fa; border-radius: 3px; padding: 0 2px; }`;

// Slack shows the name of a user instead of the id.
const PEOPLE = { U0000ALICE: 'alice', U0000BOB: 'bob' };

const IN_BERLIN = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Europe/Berlin',
});

// The text of a message is already escaped for Slack (&amp; &lt; &gt;), as HTML requires.
const MARKS = [
  [/<!date\^(\d+)\^[^>]*>/g, (_, seconds) => IN_BERLIN.format(seconds * 1_000)],
  [/<@([A-Z0-9]+)>/g, (_, id) => `<span class="mention">@${PEOPLE[id] ?? id}</span>`],
  [/<(https?:[^|>]+)\|([^>]*)>/g, '<a href="$1">$2</a>'],
  [/<(https?:[^|>]+)>/g, '<a href="$1">$1</a>'],
  [/```\n?([^`]*)```/g, '<pre>$1</pre>'],
  [/`([^`\n]+)`/g, '<code>$1</code>'],
  [/(^|[\s(])\*([^*\n]+)\*/g, '$1<b>$2</b>'],
  [/(^|[\s(])_([^_\n]+)_(?=$|[\s.,)])/g, '$1<em>$2</em>'],
];
const EMOJI = {
  ':rotating_light:': '🚨',
  ':warning:': '⚠️',
  ':red_circle:': '🔴',
  ':large_orange_circle:': '🟠',
  ':large_yellow_circle:': '🟡',
  ':large_blue_circle:': '🔵',
  ':white_circle:': '⚪',
  ':information_source:': 'ℹ️',
};

function mrkdwn(text) {
  const html = MARKS.reduce((marked, [pattern, by]) => marked.replace(pattern, by), text);
  return html.replace(/:[a-z_]+:/g, (name) => EMOJI[name] ?? name);
}

// An open menu shows its entries.
const CONTROL = {
  button: ({ text }) => `<div class="button">${mrkdwn(text.text)}</div>`,
  static_select: ({ placeholder, option_groups: groups, open }) => {
    const entries = groups.flatMap(({ label, options }) => [
      `<b>${label.text}</b>`,
      ...options.map(({ text }) => `<span>${text.text}</span>`),
    ]);
    const menu = `<div class="button menu"><span>${placeholder.text}</span>▾</div>`;
    return `<div>${menu}${open ? `<div class="list">${entries.join('')}</div>` : ''}</div>`;
  },
};

const DRAW = {
  section: (block) => `<div class="section">${mrkdwn(block.text.text)}</div>`,
  context: (block) => `<div class="context">${block.elements.map(({ text }) => mrkdwn(text)).join(' &nbsp; ')}</div>`,
  actions: ({ elements }) => `<div class="actions">${elements.map((one) => CONTROL[one.type](one)).join('')}</div>`,
  divider: () => '<hr>',
};
const drawBlocks = (blocks = []) => blocks.map((block) => DRAW[block.type](block)).join('');
const drawAttachment = ({ color, blocks }) =>
  `<div class="attachment" style="border-color:${color}">${drawBlocks(blocks)}</div>`;

const drawMessage = ({ blocks, attachments = [] }) => `<div class="message"><div class="face">CT</div><div>
  <div class="who"><b>CloudTrail</b><i>APP</i><time>10:42</time></div>
  ${drawBlocks(blocks)}${attachments.map(drawAttachment).join('')}</div></div>`;

const { values, positionals } = parseArgs({
  options: { width: { type: 'string', default: '760' }, height: { type: 'string', default: '400' } },
  allowPositionals: true,
});
const [picture] = positionals;
if (!picture) {
  console.error('usage: draw-message.mjs PICTURE.png [--width PX] [--height PX] < messages.ndjson');
  process.exit(2);
}
const messages = readFileSync(0, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line));
const browser = await startChromium();
const viewport = { width: Number(values.width), height: Number(values.height) };
const page = await browser.newPage({ viewport, deviceScaleFactor: 2 });
await page.setContent(
  `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${messages.map(drawMessage).join('')}`,
);
await page.screenshot({ path: picture });
await browser.close();
