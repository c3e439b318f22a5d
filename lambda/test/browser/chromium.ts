// Starts the Chromium of the machine for tests. In: options of a page. Out: a page, and what it did: requests, errors and messages.

import { execFileSync } from 'node:child_process';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of Chromium: the variable CHROMIUM, or the first one in PATH. Throws if there is none. */
function chromiumPath(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return execFileSync('bash', ['-c', `command -v ${NAMES.join(' ')} | head -n 1`])
    .toString()
    .trim();
}

/** Starts a browser. The caller closes it. */
export function startChromium(): Promise<Browser> {
  // Containers run tests as root, which Chromium refuses with its sandbox.
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
}

/** A page, and what it did since it was opened. */
export interface WatchedPage {
  readonly page: Page;
  /** The addresses of all requests that were sent, with and without success. */
  readonly requests: string[];
  /** Uncaught errors, and messages of the console that are errors or warnings. */
  readonly complaints: string[];
}

/** Opens a page and records what it does. The page has its own storage. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 }, ...options });
  // Small machines run other tests at the same time.
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  // What the policy of the page refuses is not sent.
  context.on('requestfinished', (request) => requests.push(request.url()));
  context.on('requestfailed', (request) => {
    if (request.failure()?.errorText !== 'csp') requests.push(request.url());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(address);
  return { page, requests, complaints };
}
