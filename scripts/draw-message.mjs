#!/usr/bin/env node
// Draws Slack messages as an image: `replay FILE --format slack | node scripts/draw-message.mjs docs/images/message.png`.
// In: messages on standard input, one JSON object per line. Needs Chromium (the variable CHROMIUM can name its executable).
// No test uses this script.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

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
  a { color: #1264a3; text-decoration: none; }`;

// The text of a message is already escaped for Slack (&amp; &lt; &gt;), as HTML requires.
const MARKS = [
  [/<!date\^(\d+)\^[^|>]*\|([^>]*)>/g, '$2'],
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

const DRAW = {
  section: (block) => `<div class="section">${mrkdwn(block.text.text)}</div>`,
  context: (block) => `<div class="context">${block.elements.map(({ text }) => mrkdwn(text)).join(' &nbsp; ')}</div>`,
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
const directory = mkdtempSync(join(tmpdir(), 'draw-message-'));
const page = join(directory, 'page.html');
writeFileSync(
  page,
  `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${messages.map(drawMessage).join('')}`,
);
// The options in the middle prevent the browser from waiting for network services.
const options = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-device-scale-factor=2'],
  ...['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--disable-quic', '--timeout=5000'],
];
const output = [`--window-size=${values.width},${values.height}`, `--screenshot=${picture}`, `file://${page}`];
execFileSync(process.env.CHROMIUM ?? 'chromium', [...options, `--user-data-dir=${directory}`, ...output], {
  stdio: 'ignore',
  timeout: 60_000,
});
rmSync(directory, { recursive: true });
