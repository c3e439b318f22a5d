// Slow: builds the studio and starts Chromium.
// The studio in a real browser, from disk, as a user uses it: with a mouse, with the keyboard only, light and dark, and with log
// files that are written to attack it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../repository.ts';
import { axeViolations } from './axe.ts';
import { openPage } from './chromium.ts';
import {
  acceptCompletion,
  addRule,
  buildStudio,
  choose,
  decided,
  download,
  EXAMPLES,
  load,
  typeExpression,
  useStudio,
} from './studio.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'studio-test-'));

const studio = useStudio();
const { open } = studio;

afterAll(() => rmSync(scratch, { recursive: true }));

// Log files of 5 MB, with events that differ.
function manyLogFiles(megabytes: number): string[] {
  return Array.from({ length: Math.ceil(megabytes / 5) }, (_, number) => {
    const records = Array.from({ length: 4_000 }, (_each, index) => ({
      ...{ eventID: `${number}-${index}`, eventName: `Get${index % 50}`, eventSource: 's3.amazonaws.com' },
      ...{ eventTime: new Date(1.7e12 + (number * 4_000 + index) * 1_000).toISOString(), awsRegion: 'eu-west-1' },
      userIdentity: {
        type: 'IAMUser',
        userName: `user-${index % 7}`,
        arn: `arn:aws:iam::111122223333:user/${index % 7}`,
      },
      requestParameters: { key: 'x'.repeat(1_000) },
    }));
    const file = path.join(scratch, `${number}.json.gz`);
    writeFileSync(file, gzipSync(JSON.stringify({ Records: records }), { level: 1 }));
    return file;
  });
}

const events = (page: Page) => page.getByRole('listbox', { name: /^Events/ }).getByRole('option');

async function firstPaintMs(): Promise<number> {
  const { page } = await open();
  await expect
    .poll(() => page.evaluate("performance.getEntriesByName('first-contentful-paint').length > 0"))
    .toBe(true);
  const ms = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
  await page.context().close();
  return Number(ms);
}

describe('the built studio', () => {
  it('is one page below 2.1 MB, and 600 KB compressed', () => {
    const files = readdirSync(studio.built.folder).map((name) => readFileSync(path.join(studio.built.folder, name)));
    expect(readdirSync(studio.built.folder).sort()).toEqual(['THIRD-PARTY-LICENSES.txt', 'index.html']);
    expect(Buffer.concat(files).length).toBeLessThan(2_100_000);
    expect(gzipSync(Buffer.concat(files)).length).toBeLessThan(600_000);
  });

  it('is the same bytes each time', () => {
    const again = buildStudio();
    const same = execFileSync('diff', ['-r', studio.built.folder, again.folder]).toString();
    again.remove();
    expect(same).toBe('');
  });

  it('paints within a second from disk', async () => {
    // The best of five, because other tests run at the same time.
    const times: number[] = [];
    while (times.length < 5 && !times.some((ms) => ms < 1_000)) times.push(await firstPaintMs());
    expect(Math.min(...times), `${times} ms`).toBeLessThan(1_000);
  });
});

describe('the studio', () => {
  it('reads a folder, decides, explains and shows the message, and uses no network', async () => {
    const { page, requests, complaints } = await open();
    await load(page, 'Open a folder', EXAMPLES);
    await page.getByText('48 events in 8 files.').waitFor();
    await addRule(page, 'eventName == "StopLogging" and userIdentity.type == "IAMUser"');
    await page.getByLabel('Selected rule').check();
    const row = events(page).filter({ hasText: 'StopLogging' });
    await row.waitFor();
    await expect.poll(() => events(page).count()).toBe(1);
    await row.click();
    const explanation = page.getByRole('region', { name: 'Explanation of rule 1' });
    await explanation.waitFor();
    expect(await explanation.innerText()).toMatch(/eventName == "StopLogging"\s+is\s+true/);
    await page.getByRole('tab', { name: 'Message' }).click();
    expect(await page.getByRole('article', { name: 'Slack message' }).innerText()).toContain('stopped');
    await page.getByRole('tab', { name: 'Event' }).click();
    expect(await page.getByRole('tabpanel').innerText()).toContain('"eventName": "StopLogging"');
    expect(requests.filter((url) => !url.startsWith('blob:'))).toEqual([studio.built.address]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('opens a folder that is dropped on it', async () => {
    const { page } = await open();
    const devtools = await page.context().newCDPSession(page);
    const data = { items: [], files: [EXAMPLES], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data });
    }
    await page.getByText('48 events in 8 files.').waitFor();
    await page.context().close();
  });

  it('answers while it reads many large files', async () => {
    const files = manyLogFiles(Number(process.env.STUDIO_MB ?? 80));
    const { page } = await open();
    await choose(page, 'Open log files', files);
    await page.getByRole('progressbar', { name: 'Files read' }).waitFor();
    await addRule(page, 'startsWit(eventName, "Stop")');
    await page.getByText('unknown_function').waitFor();
    expect(await page.getByRole('progressbar', { name: 'Files read' }).count()).toBe(1);
    await page.getByText(`in ${files.length} files.`).waitFor({ timeout: 60_000 });
    await decided(page);
    await page.getByRole('listbox', { name: /^Events/ }).press('End');
    await page.locator('[role=option][aria-selected=true]').waitFor();
    await page.context().close();
  });

  it('shows the problems of a rule in place, with a hint', async () => {
    const { page } = await open();
    await addRule(page, 'startsWit(eventName, "Stop")');
    const problems = page.getByRole('list', { name: 'Problems' });
    await problems.getByText('unknown_function').waitFor();
    expect(await problems.innerText()).toContain('did you mean `startsWith`?');
    expect(await page.locator('.cm-lintRange-error').innerText()).toMatch(/^startsWit/);
    await typeExpression(page, 'userAgent.startsWith("aws-cli") and eventNam == "X"');
    await problems.getByText('unknown_field').waitFor();
    await page.context().close();
  });

  it('completes fields, functions and seen values, and explains functions', async () => {
    const { page } = await open();
    await load(page, 'Open a folder', EXAMPLES);
    await addRule(page, '');
    await page.keyboard.type('eventN');
    await acceptCompletion(page, /^eventName/);
    await page.keyboard.type(' == "StopL');
    await acceptCompletion(page, /StopLogging/);
    await typeExpression(page, 'icontains(eventName, "x")');
    await page.locator('.tok-macroName').hover();
    await page.locator('.word-help').getByText('icontains(text').waitFor();
    await page.context().close();
  });

  it('switches packs on and off', async () => {
    const { page } = await open();
    await load(page, 'Open a folder', EXAMPLES);
    const totals = page.locator('.totals');
    const before = await totals.innerText();
    await page.getByRole('checkbox', { name: 'core' }).uncheck();
    await page.getByText('0 alerts').waitFor();
    await page.getByRole('checkbox', { name: 'core' }).check();
    await page.getByText('23 alerts').waitFor();
    expect(await totals.innerText()).toBe(before);
    expect(await page.getByRole('region', { name: 'Noisiest rules' }).innerText()).toContain('trail-logging-stopped');
    await page.context().close();
  });

  it('keeps the rules in the link, and no event', async () => {
    const { page } = await open();
    await load(page, 'Open a folder', EXAMPLES);
    const empty = page.url();
    await addRule(page, 'eventName == "A"');
    await page.waitForURL(/#v1\./);
    const before = page.url();
    await typeExpression(page, 'eventName == "CreateUser"');
    await page.waitForURL((url) => url.href !== before);
    expect(empty).not.toContain('#v1');
    const other = await openPage(studio.browser, page.url());
    await other.page.getByRole('textbox', { name: /^Expression of/ }).waitFor();
    expect(await other.page.getByRole('textbox', { name: /^Expression of/ }).innerText()).toBe(
      'eventName == "CreateUser"',
    );
    expect(await other.page.getByText('Drop CloudTrail log files here').count()).toBe(1);
    await other.page.context().close();
    await page.context().close();
  });

  it('finds the alerts of correlations', async () => {
    const { page } = await open();
    await load(page, 'Open a folder', EXAMPLES);
    await addRule(page, 'eventName == "GetUser"');
    await page.getByRole('textbox', { name: 'Name' }).fill('many-users');
    await page.getByRole('combobox', { name: 'When' }).selectOption('event_count');
    await page.getByRole('textbox', { name: 'At least' }).fill('3');
    await page.getByRole('textbox', { name: 'Timespan' }).fill('7d');
    await page.getByRole('textbox', { name: 'Timespan' }).press('Tab');
    const region = page.getByRole('region', { name: 'Correlations' });
    await region
      .getByText(/many-users: /)
      .first()
      .waitFor();
    await page.context().close();
  });
});

describe('the studio exports', () => {
  it('cases that the command test passes, with the rules', async () => {
    const { page } = await open();
    await load(page, 'Open a folder', EXAMPLES);
    await addRule(page, 'eventName == "DescribeSubnets"');
    await page.getByLabel('Selected rule').check();
    await events(page).filter({ hasText: 'DescribeSubnets' }).first().click();
    await page.getByRole('button', { name: 'Add to test cases' }).click();
    const file = path.join(scratch, 'cases.json');
    writeFileSync(file, await download(page, 'Export 1 test case'));
    expect(command('test', file)).toContain('1 passed');
    await page.context().close();
  });

  it('tfvars and settings that it can import again, as the command check does', async () => {
    const { page } = await open();
    await addRule(page, 'eventName == "CreateUser" and "${x}" != sourceIPAddress');
    await page.getByRole('textbox', { name: 'Name' }).fill('user-created');
    await page.getByRole('checkbox', { name: 'threats' }).check();
    await page.waitForURL(/#v1\./);
    const files = ['Export tfvars', 'Export settings'].map((button, index) => ({
      button,
      name: ['a.tfvars', 'a.json'][index] ?? '',
    }));
    for (const { button, name } of files) {
      const file = path.join(scratch, name);
      writeFileSync(file, await download(page, button));
      expect(command('check', '--tfvars', file)).toContain('1 rule checked: 0 errors');
      const other = await open();
      await choose(other.page, 'Import rules', [file]);
      await other.page.getByText('Imported 1 rule.').waitFor();
      expect(await other.page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('user-created');
      expect(await other.page.getByRole('checkbox', { name: 'threats' }).isChecked()).toBe(true);
      await other.page.waitForURL(/#v1\./);
      expect(other.page.url().split('#')[1]).toBe(page.url().split('#')[1]);
      await other.page.context().close();
    }
    await page.context().close();
  });

  it('what it imports from Sigma rules, and says what it does not import', async () => {
    const { page } = await open();
    const rule = (name: string, selection: string) =>
      `title: ${name}\nlogsource: {product: aws, service: cloudtrail}\ndetection: {selection: ${selection}, condition: selection}\nlevel: high\n`;
    const file = path.join(scratch, 'rules.yml');
    writeFileSync(
      file,
      [rule('Stopped', '{eventName: StopLogging}'), rule('Other', '{eventName|base64: x}')].join('---\n'),
    );
    await choose(page, 'Import rules', [file]);
    await page.getByText('Imported 1 rule.').waitFor();
    expect(await page.getByText('Remarks about the import').locator('..').innerText()).toContain('rules.yml:');
    await page.context().close();
  });
});

const CLI = path.join(ROOT, 'lambda/bin/cloudtrail-to-slack.mjs');

// Results and totals are on different streams.
const command = (...args: string[]): string =>
  execFileSync('bash', ['-c', '"$0" "$@" 2>&1', process.execPath, CLI, ...args]).toString();

describe('the studio without a mouse', () => {
  it('loads, writes a rule, finds the event and reads why it matches', async () => {
    const { page } = await open();
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        const focused = `document.activeElement.getAttribute('aria-label') || document.activeElement.textContent`;
        if (String(await page.evaluate(focused)).startsWith(name)) return;
      }
      throw new Error(`Tab never reaches ${name}`);
    };
    const chooser = page.waitForEvent('filechooser');
    await tabTo('Open a folder');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(EXAMPLES);
    await decided(page);
    await tabTo('Add a rule');
    await page.keyboard.press('Enter');
    await tabTo('Expression of');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('eventName == "StopLogging"');
    await tabTo('Events,');
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.locator('[role=option][aria-selected=true]').waitFor();
    await tabTo('Explain');
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Message' }).getAttribute('aria-selected')).toBe('true');
    await page.context().close();
  });
});

describe('the studio is accessible', () => {
  it.each(['light', 'dark'] as const)('without violations in the %s theme', async (colorScheme) => {
    const { page } = await open({ colorScheme });
    expect(await axeViolations(page)).toEqual([]);
    await load(page, 'Open a folder', EXAMPLES);
    await addRule(page, 'startsWit(eventName, "Stop")');
    await page.getByText('unknown_function').waitFor();
    await page.getByRole('checkbox', { name: 'behavior' }).check();
    await events(page).first().click();
    await page
      .getByRole('region', { name: /^Explanation/ })
      .first()
      .waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Message' }).click();
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });
});

describe('a hostile log file', () => {
  const ATTACKS = [
    '<script>window.hacked = 1</script>',
    '<img src=x onerror="window.hacked = 1">',
    '"><svg onload="window.hacked = 1">',
    '<https://evil.example|click> `</code><script>window.hacked = 1</script>`',
    '</script><script>window.hacked = 1</script>',
    "javascript:window.hacked=1//'",
  ];

  it('runs nothing and loads nothing', async () => {
    const record = (attack: string, index: number) => ({
      ...{ eventVersion: '1.08', eventID: `${attack}${index}`, eventName: `Stop${attack}`, eventSource: attack },
      ...{ eventTime: '2024-01-01T00:00:00Z', awsRegion: attack, sourceIPAddress: attack, userAgent: attack },
      ...{ errorCode: `AccessDenied${attack}`, errorMessage: attack, recipientAccountId: attack },
      userIdentity: { type: 'IAMUser', arn: attack, userName: attack, principalId: attack, accountId: attack },
      requestParameters: { [attack]: attack, name: attack },
    });
    const file = path.join(scratch, `x'><img src=x onerror=window.hacked=1>.json`);
    writeFileSync(file, JSON.stringify({ Records: ATTACKS.map(record) }));
    const { page, requests, complaints } = await open();
    await load(page, 'Open log files', [file]);
    await addRule(page, 'startsWith(eventName, "Stop")');
    for (let row = 0; row < ATTACKS.length; row++) {
      await events(page).nth(row).click();
      await page.getByRole('region', { name: 'Explanation of rule 1' }).waitFor();
      for (const tab of ['Message', 'Event', 'Explain']) await page.getByRole('tab', { name: tab }).click();
    }
    await page.getByRole('tab', { name: 'Message' }).click();
    const links = await page.locator('a').evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
    expect(links.filter((href) => !/^https:\/\/[a-z0-9.-]+\.aws\.amazon\.com\//.test(href))).toEqual([]);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('main script, main img, main svg[onload]').count()).toBe(0);
    expect(requests.filter((url) => !url.startsWith('blob:'))).toEqual([studio.built.address]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('cannot send anything, even if a script ran', async () => {
    const { page, requests } = await open();
    const sent = await page.evaluate(`fetch('https://evil.example/').then(() => 'sent', (error) => error.name)`);
    const imported = await page.evaluate(`new Promise((done) => {
      const image = new Image();
      image.onerror = () => done('refused');
      image.onload = () => done('loaded');
      image.src = 'https://evil.example/x.png';
    })`);
    expect([sent, imported]).toEqual(['TypeError', 'refused']);
    expect(requests.filter((url) => url.startsWith('http'))).toEqual([]);
    await page.context().close();
  });
});

describe('files that are no log files', () => {
  it('are named with the reason, and the others are read', async () => {
    const { page } = await open();
    const broken = path.join(scratch, 'broken.json.gz');
    writeFileSync(broken, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]));
    const other = path.join(scratch, 'other.json');
    writeFileSync(other, '{"name": "package"}');
    const good = path.join(scratch, 'good.json');
    writeFileSync(good, '{"Records": [{"eventName": "A", "eventTime": "2024-01-01T00:00:00Z"}, 5]}');
    await load(page, 'Open log files', [broken, other, good]);
    await page.getByText('3 problems in files').click();
    const problems = await page.locator('.problems').innerText();
    expect(problems).toContain('the gzip data ends too early');
    expect(problems).toContain('contains no CloudTrail events');
    expect(problems).toContain('record 2 is a number, not an object');
    await page.context().close();
  });
});

const sortedLines = (text: string): string[] => text.trim().split('\n').sort();

describe('decisions', () => {
  // More log files than the examples, if a folder with them is given.
  const folders = [EXAMPLES, ...(process.env.LOG_FILES === undefined ? [] : [process.env.LOG_FILES])];

  it.each(folders)('are those of replay on %s', async (folder) => {
    const packs = ['threats', 'cis', 'account-watch', 'console-actions', 'behavior'];
    const args = ['replay', folder, '--decisions', ...packs.flatMap((pack) => ['--pack', pack])];
    const inNode = execFileSync(process.execPath, [CLI, ...args], { stdio: 'pipe', maxBuffer: 1e9 }).toString();
    const { page } = await open();
    for (const pack of packs) await page.getByRole('checkbox', { name: pack }).check();
    await load(page, 'Open a folder', folder);
    const inBrowser = await download(page, 'Export decisions');
    expect(sortedLines(inBrowser)).toEqual(sortedLines(inNode));
    await page.context().close();
  });
});
