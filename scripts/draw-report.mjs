#!/usr/bin/env node
// Draws the page of a replay as an image: `node scripts/draw-report.mjs`. In: the examples of this repository. Out:
// docs/images/report.png. Needs Chromium. No test uses this script.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startChromium } from './chromium.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const PICTURE = join(ROOT, 'docs/images/report.png');

// Two accounts on July 31, 2024.
const LOGS = ['143434273843', '321848314756'].map((account) => join(ROOT, 'examples/cloudtrail/AWSLogs', account));

const folder = mkdtempSync(join(tmpdir(), 'draw-report-'));
const page = join(folder, 'report.html');
const command = join(ROOT, 'lambda/bin/cloudtrail-to-slack.mjs');
execFileSync(process.execPath, [command, 'replay', ...LOGS, '--pack', 'threats', '--html', page], { stdio: 'ignore' });

const browser = await startChromium();
const tab = await browser.newPage({ viewport: { width: 1_200, height: 1_330 }, deviceScaleFactor: 1.5 });
await tab.goto(`file://${page}`);
await tab.locator('#plot canvas').waitFor();
await tab.screenshot({ path: PICTURE });
await browser.close();
rmSync(folder, { recursive: true });
