#!/usr/bin/env node
// Draws the studio for the documents: docs/images/studio.png (explanation, light) and docs/images/studio-message.png (message, dark). Needs
// Chromium, and the studio: npm run build:studio. No test uses this script.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startChromium } from './chromium.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const RULE = `eventSource == "cloudtrail.amazonaws.com"
and eventName in ["StopLogging", "DeleteTrail"]
and succeeded()`;

const PICTURES = [
  { file: 'studio.png', colorScheme: 'light', tab: 'Explain' },
  { file: 'studio-message.png', colorScheme: 'dark', tab: 'Message' },
];

const browser = await startChromium();
for (const { file, colorScheme, tab } of PICTURES) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, colorScheme });
  await page.goto(pathToFileURL(resolve(ROOT, 'lambda/build/studio/index.html')).href);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await (await chooser).setFiles(resolve(ROOT, 'examples/cloudtrail/AWSLogs'));
  await page.getByText('48 events in 8 files.').waitFor();
  for (const pack of ['threats', 'behavior']) await page.getByRole('checkbox', { name: pack }).check();
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('trail-touched');
  await page.getByRole('combobox', { name: 'Severity' }).selectOption('high');
  await page.getByRole('textbox', { name: /^Expression of/ }).press('ControlOrMeta+a');
  await page.keyboard.insertText(RULE);
  await page.getByRole('searchbox', { name: 'Filter events' }).fill('christophe');
  await page.getByText('19 observed').waitFor();
  await page.getByRole('option', { name: /DeleteTrail/ }).click();
  await page.getByRole('region', { name: 'Explanation of trail-touched' }).waitFor();
  await page.getByRole('tab', { name: tab }).click();
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: resolve(ROOT, 'docs/images', file) });
}
await browser.close();
