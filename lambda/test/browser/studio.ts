// Builds the studio once and drives it as a user does.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { ROOT } from '../repository.ts';
import { openPage, startChromium, type WatchedPage } from './chromium.ts';

export const EXAMPLES = path.join(ROOT, 'examples/cloudtrail/AWSLogs');

export interface BuiltStudio {
  readonly folder: string;
  /** The address of the page on disk. */
  readonly address: string;
  remove(): void;
}

/** Builds the page into a temporary folder. */
export function buildStudio(): BuiltStudio {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-'));
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/build-studio.mjs'), '--out', folder], { stdio: 'pipe' });
  return {
    folder,
    address: pathToFileURL(path.join(folder, 'index.html')).href,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export interface StudioInBrowser {
  readonly built: BuiltStudio;
  readonly browser: Browser;
  /** Opens the page from disk in a new context. */
  open(options?: Parameters<typeof openPage>[2]): Promise<WatchedPage>;
}

/** The studio and a browser for the tests of a file: built and started before them, removed and closed after them. */
export function useStudio(): StudioInBrowser {
  let built: BuiltStudio | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    built = buildStudio();
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    built?.remove();
  });
  return {
    get built() {
      return started(built);
    },
    get browser() {
      return started(browser);
    },
    open: (options = {}) => openPage(started(browser), started(built).address, options),
  };
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the studio is built and opened only while tests run');
  return part;
}

/** Chooses files, or a folder, with the button that opens the file picker. */
export async function choose(page: Page, button: string, files: string | string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles(files);
}

/** Opens log files, or a folder, and waits until every event is decided. */
export async function load(
  page: Page,
  button: 'Open log files' | 'Open a folder',
  files: string | string[],
): Promise<void> {
  await choose(page, button, files);
  await page.getByText(/^\d+ events in \d+ files?\./).waitFor();
  await decided(page);
}

/** Presses a button that saves a file, and returns the text of the file. */
export async function download(page: Page, button: string): Promise<string> {
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFileSync(await (await saving).path(), 'utf8');
}

/** Waits until every event is decided. */
export async function decided(page: Page): Promise<void> {
  await page.locator('.totals[data-done="true"]').waitFor();
}

/** Adds a rule and types its expression. */
export async function addRule(page: Page, expression: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await typeExpression(page, expression);
}

/** Replaces the expression of the selected rule. */
export async function typeExpression(page: Page, expression: string): Promise<void> {
  const editor = page.getByRole('form', { name: /^Rule/ }).getByRole('textbox', { name: /^Expression of/ });
  // Not `fill`, whose selection the editor can replace when it gets the focus.
  await editor.press('ControlOrMeta+a');
  if (expression === '') await editor.press('Delete');
  else await page.keyboard.insertText(expression);
}

/**
 * Accepts a completion. The editor ignores Enter for an instant after it has shown completions, so that a fast typist does not accept
 * one by accident.
 */
export async function acceptCompletion(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('listbox', { name: 'Completions' }).getByRole('option', { name }).waitFor();
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
}
