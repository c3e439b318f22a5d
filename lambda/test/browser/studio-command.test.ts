// Slow: builds the command line and the studio, and starts Chromium.
// The command `studio` from the outside: which requests it answers, and that the page opens the files of the command.

import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCommand } from '../cli/command.ts';
import { ROOT } from '../repository.ts';
import { openPage, startChromium } from './chromium.ts';
import { decided, EXAMPLES } from './studio.ts';

const command = useCommand();

beforeAll(async () => {
  const out = path.join(command.folder, 'build/studio');
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/build-studio.mjs'), '--out', out], { stdio: 'pipe' });
});

interface Answered {
  readonly status: number | undefined;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

function ask(url: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    request(url, options, async (response) => {
      resolve({ status: response.statusCode, headers: response.headers, body: await text(response) });
    })
      .on('error', reject)
      .end();
  });
}

/** Runs the command until `use` is done. Returns the exit code. */
async function serve(args: readonly string[], use: (url: string) => Promise<void>): Promise<number | null> {
  const child = command.start(['studio', '--no-open', ...args]);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  try {
    const url = await new Promise<string>((resolve) =>
      child.stdout?.once('data', (data) => resolve(String(data).trim())),
    );
    await use(url);
  } finally {
    child.kill('SIGINT');
  }
  return closed;
}

describe('the command studio', () => {
  it('opens its files in the page, connects only to itself, and ends with Ctrl+C', async () => {
    const code = await serve([EXAMPLES], async (url) => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/);
      const browser = await startChromium();
      const { page, requests, complaints } = await openPage(browser, url);
      await page.getByText('48 events in 8 files.').waitFor();
      await decided(page);
      expect(requests.filter((one) => !one.startsWith('blob:') && !one.startsWith(url))).toEqual([]);
      expect(complaints).toEqual([]);
      const elsewhere = `fetch('http://localhost:1/').then(() => 'sent', (error) => error.message)`;
      expect(await page.evaluate(elsewhere)).toMatch(/violates|Failed to fetch/);
      await browser.close();
    });
    expect(code).toBe(0);
  });

  it('serves a page without files that can connect to nothing', async () => {
    await serve([], async (url) => {
      const { body, headers, status } = await ask(url);
      expect(status).toBe(200);
      expect(/Content-Security-Policy" content="([^"]*)"/.exec(body)?.[1]).toContain("connect-src 'none'");
      expect(/<meta name="studio-files"/.test(body)).toBe(false);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      expect((await ask(`${url}files/0`)).status).toBe(404);
    });
  });

  it.each<[what: string, change: (url: string) => string, options: Parameters<typeof ask>[1], status: number]>([
    ['another name for this machine', (url) => url, { headers: { host: 'rebound.example' } }, 403],
    ['another port in the name', (url) => url, { headers: { host: '127.0.0.1:1' } }, 403],
    ['no token', (url) => url.replace(/[0-9a-f]{32}\/$/, ''), {}, 404],
    ['a wrong token', (url) => url.replace(/[0-9a-f]{32}/, 'a'.repeat(32)), {}, 404],
    ['a file that was not named', (url) => `${url}files/99`, {}, 404],
    ['a path to another file', (url) => `${url}files/..%2f..%2fetc%2fpasswd`, {}, 404],
    ['a request that sends something', (url) => url, { method: 'POST' }, 405],
  ])('refuses %s', async (_, change, options, status) => {
    await serve([path.join(ROOT, 'examples/cloudtrail')], async (url) => {
      expect((await ask(change(url), options)).status).toBe(status);
      expect((await ask(`${url}files/0`)).status).toBe(200);
    });
  });

  it('names an input that cannot be read', async () => {
    const { code, err } = await command.run(['studio', '--no-open', 'missing.json']);
    expect([code, err]).toEqual([1, expect.stringContaining('missing.json: cannot be read')]);
  });
});
