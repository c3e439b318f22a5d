#!/usr/bin/env node
// Draws the pictures in docs/slack-buttons.md: `node scripts/draw-buttons.mjs`. Needs Chromium, as draw-message.mjs does.

import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { loadTypeScript } from './load-typescript.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const HEIGHTS = { 'slack-alert-buttons': 560, 'slack-acknowledged': 305, 'slack-mute': 345 };

const { buttonMessages } = await loadTypeScript('scripts/draw-buttons.ts');
for (const [name, messages] of Object.entries(buttonMessages())) {
  const picture = join(ROOT, `docs/images/${name}.png`);
  const input = messages.map((message) => JSON.stringify(message)).join('\n');
  const script = join(ROOT, 'scripts/draw-message.mjs');
  execFileSync(process.execPath, [script, picture, '--height', String(HEIGHTS[name])], { input });
  console.error(`docs/images/${name}.png`);
}
