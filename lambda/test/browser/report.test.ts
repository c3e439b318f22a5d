// Slow: builds the command line and starts Chromium.
// The page of `replay --html` in a real browser, from disk: by keyboard only, light, dark and on paper, with log files that are
// written to attack it, and with 100,000 alerts.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyCounters } from '../../src/app/counters.ts';
import { pageDocument } from '../../src/cli/report/document.ts';
import { reportPage } from '../../src/cli/report/report-page.ts';
import { createReport } from '../../src/core/report/report.ts';
import { useCommand } from '../cli/command.ts';
import { HOSTILE_SETTINGS, hostileRecords } from '../report/hostile.ts';
import { settingsOf } from '../report/replay-files.ts';
import { axeViolations } from './axe.ts';
import { openPage, startChromium, type WatchedPage } from './chromium.ts';

const command = useCommand();
let browser: Browser;
beforeAll(async () => {
  await Promise.all([
    writePage('usual', usualRecords(), USUAL_SETTINGS, OTHER),
    writePage('hostile', hostileRecords(), HOSTILE_SETTINGS),
    writePage('wide', usualRecords(), WIDE_SETTINGS),
  ]);
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
});

const USUAL_SETTINGS = {
  use_default_rules: false,
  rules: [
    { name: 'created', expression: "eventName == 'CreateUser'", severity: 'high' },
    { name: 'read', expression: "eventName == 'GetUser'", severity: 'low' },
    { name: 'never', expression: "eventName == 'DeleteUser'" },
  ],
  ignore_rules: [{ name: 'by carol', expression: "userIdentity.userName == 'carol'" }],
};
// Many columns with long names.
const WIDE_SETTINGS = {
  use_default_rules: false,
  rules: Array.from({ length: 12 }, (_, index) => ({
    name: `administrator-credentials-requested-${index}`,
    expression: `eventName == 'CreateUser' and eventID.endsWith('${index}')`,
  })),
};
const OTHER = { ...USUAL_SETTINGS, ignore_rules: [] };

function usualRecords(): readonly object[] {
  return Array.from({ length: 300 }, (_, index) => {
    const userName = ['alice', 'bob', 'carol'][index % 3];
    return {
      eventID: `event-${index}`,
      eventName: index % 4 === 0 ? 'CreateUser' : 'GetUser',
      eventSource: 'iam.amazonaws.com',
      eventTime: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString().replace('.000', ''),
      awsRegion: 'eu-west-1',
      sourceIPAddress: '203.0.113.7',
      recipientAccountId: '111111111111',
      userIdentity: { type: 'IAMUser', userName, arn: `arn:aws:iam::111111111111:user/${userName}` },
    };
  });
}

const fileOf = (name: string) => path.join(command.folder, `${name}.html`);

async function writePage(name: string, records: readonly object[], settings: object, against?: object): Promise<void> {
  const logs = command.write(`${name}/log.json`, JSON.stringify({ Records: records }));
  const given = command.write(`${name}/settings.json`, JSON.stringify(settings));
  const other = against ? ['--against', command.write(`${name}/other.json`, JSON.stringify(against))] : [];
  const { code, err } = await command.run(['replay', logs, '--settings', given, '--html', fileOf(name), ...other]);
  if (code !== 0) throw new Error(err);
}

const open = (name: string, options = {}): Promise<WatchedPage> => openPage(browser, `file://${fileOf(name)}`, options);

const openAllDetails = (page: Page) =>
  page.locator('details').evaluateAll((all) => {
    for (const details of all as HTMLDetailsElement[]) details.open = true;
  });

describe('the page of a replay', () => {
  it.each(['light', 'dark'] as const)(
    'has no accessibility violation in %s colors, with everything open',
    async (colorScheme) => {
      const { page, complaints } = await open('usual', { colorScheme });
      await openAllDetails(page);
      expect(await axeViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  // 720 is a window of 1,440 pixels at 200 %.
  it.each([320, 720])('fits into a window of %i pixels, and breaks no short word', async (width) => {
    const { page } = await open('wide', { viewport: { width, height: 800 } });
    await page.locator('#plot-by').selectOption('rule');
    await openAllDetails(page);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    const lines = page.locator('.severity, thead th').filter({ hasText: /^\w{1,12}$/ });
    expect(
      await lines.evaluateAll((all) =>
        all
          .filter((one) => {
            const text = document.createRange();
            text.selectNodeContents(one);
            return text.getClientRects().length > 1;
          })
          .map((one) => one.textContent),
      ),
    ).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('loads only itself', async () => {
    const { page, requests } = await open('usual');
    await openAllDetails(page);
    await page.locator('#plot-by').selectOption('rule');
    expect(requests).toEqual([`file://${fileOf('usual')}`]);
  });

  it('refuses the network to scripts, too', async () => {
    const { page, requests } = await open('usual');
    const results = await page.evaluate(async () => {
      const failed = async (attempt: () => unknown) => {
        try {
          await attempt();
          return false;
        } catch {
          return true;
        }
      };
      const image = () =>
        new Promise((resolve, reject) => {
          const element = new Image();
          element.onload = resolve;
          element.onerror = reject;
          element.src = 'http://127.0.0.1:9/x.png';
        });
      return [await failed(() => fetch('http://127.0.0.1:9/')), await failed(image)];
    });
    expect(results).toEqual([true, true]);
    expect(requests).toEqual([`file://${fileOf('usual')}`]);
  });

  it('can be read and operated with the keyboard only', async () => {
    const { page } = await open('usual');
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('main');
    const pressUntil = async (wanted: string) => {
      for (let presses = 0; (await focused()) !== wanted; presses++) {
        expect(presses).toBeLessThan(30);
        await page.keyboard.press('Tab');
      }
    };
    await pressUntil('plot');
    await page.keyboard.press('ArrowRight');
    const values = page.locator('#plot-values');
    expect(await values.textContent()).toBe('2026-01-01 00:00 UTC: 1 high');
    await page.keyboard.press('ArrowRight');
    expect(await values.textContent()).toBe('2026-01-01 00:01 UTC: 1 low');
    await page.keyboard.press('End');
    expect(await values.textContent()).toBe('2026-01-01 04:58 UTC: 1 low');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('#timeline-table').getAttribute('open')).not.toBeNull();
  });

  it('shows the same alerts in the plot and in the table', async () => {
    const { page } = await open('usual');
    const rows = await page.locator('#timeline-table tbody tr').evaluateAll((all) => all.map((row) => row.textContent));
    expect(rows).toHaveLength(200);
    const plotted = await page.evaluate(() => {
      const { timeline } = JSON.parse(document.getElementById('data')?.textContent ?? '');
      return timeline.series.flatMap(({ counts }: { counts: [number, number][] }) => counts.map(([, count]) => count));
    });
    expect(plotted.reduce((sum: number, count: number) => sum + count, 0)).toBe(200);
    expect(await page.locator('#plot canvas').count()).toBe(1);
  });

  it('plots rules, one rule, and what the other rules change', async () => {
    const { page } = await open('usual');
    await page.locator('#plot-by').selectOption({ label: 'read' });
    expect(await page.locator('.u-legend .u-label').allTextContents()).toContain('read');
    await page.locator('#plot-by').selectOption('rule');
    expect(await page.locator('.u-legend .u-label').allTextContents()).toEqual(
      expect.arrayContaining(['read', 'created']),
    );
    const table = page.locator('#timeline-table');
    await table.locator('summary').click();
    expect(await table.locator('thead th').allTextContents()).toEqual(['Time', 'read', 'created']);
    expect(await table.locator('tbody tr').nth(1).locator('th, td').allTextContents()).toEqual([
      '2026-01-01 00:01',
      '1',
      '0',
    ]);
    expect(await table.locator('tbody tr').count()).toBe(200);
    expect(await page.locator('#changes ~ p').first().textContent()).toBe('100 alerts changed: 100 new');
  });

  it('prints everything, in dark text on white', async () => {
    const { page } = await open('usual', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const { color, background } = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      return { color: style.color, background: style.backgroundColor };
    });
    expect([color, background]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    expect(await page.locator('nav').isVisible()).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('details:not([open])').count()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await page.locator('details[open]').count()).toBe(0);
    const paper = await page.pdf();
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('works without scripts, except for the plot', async () => {
    const { page } = await open('usual', { javaScriptEnabled: false });
    expect(await page.locator('#plot-controls').isVisible()).toBe(false);
    await page.locator('#timeline-table summary').click();
    expect(await page.locator('#timeline-table tbody tr').count()).toBe(200);
  });
});

describe('the page of a hostile log file', () => {
  it('runs nothing and sends nothing', async () => {
    const { page, requests, complaints } = await open('hostile');
    page.on('dialog', () => complaints.push('a dialog'));
    await openAllDetails(page);
    const choices = await page.locator('#plot-by option').count();
    expect(choices).toBe(7); // Two, and the rules of the five records with a valid time.
    for (let index = 0; index < choices; index++) await page.locator('#plot-by').selectOption({ index });
    await page.locator('#plot').focus();
    await page.keyboard.press('ArrowRight');
    // Whatever handler a text could have become would run.
    await page.locator('*').evaluateAll((all) => {
      for (const element of all)
        for (const type of ['mouseover', 'error', 'load', 'focus']) element.dispatchEvent(new Event(type));
    });
    expect(await page.title()).toBe('CloudTrail alerts: which rule to tune');
    expect(await page.locator('img, iframe, object, embed, form, script[src]').count()).toBe(0);
    expect(await page.locator('a:not([href^="https:"]):not([href^="#"])').count()).toBe(0);
    expect([requests, complaints]).toEqual([[`file://${fileOf('hostile')}`], []]);
    expect(await page.locator('body').textContent()).toContain('<script>document.title="owned"</script>');
  });

  it('has no accessibility violation', async () => {
    const { page } = await open('hostile');
    expect(await axeViolations(page)).toEqual([]);
  });
});

describe('the page of 100,000 alerts', () => {
  const ALERTS = 100_000;
  // Many times what it takes on two busy cores.
  const OPEN_MS = 10_000;
  const REDRAW_MS = 2_000;

  function writeLargePage(): void {
    const report = createReport();
    for (let index = 0; index < ALERTS; index++) {
      const rule = { name: `rule-${index % 290}`, severity: (['low', 'medium', 'high'] as const)[index % 3] ?? 'low' };
      report.addAlert({
        timeMs: Date.UTC(2026, 0, 1) + index * 26_000,
        identity: `user-${index % 9_000}`,
        event: `iam Event${index % 700}`,
        account: `1111111111${index % 99}`,
        region: `region-${index % 30}`,
        address: `203.0.113.${index % 5_000}`,
        rules: [rule],
      });
    }
    const read = (name: string) => readFileSync(path.join(command.folder, 'build', name), 'utf8');
    const page = reportPage({
      report: report.data(),
      counters: emptyCounters(),
      settings: settingsOf({}),
      unused: [],
      collected: 0,
      messages: { byRule: new Map(), summaries: [] },
      changes: null,
      suggestions: { thresholds: [], ignoring: [], uncounted: 0, hasCorrelations: false },
    });
    writeFileSync(
      fileOf('large'),
      pageDocument(page, { script: read('report-page.js'), style: read('report-page.css') }),
    );
  }

  it('is small, opens and stays responsive', async () => {
    writeLargePage();
    expect(readFileSync(fileOf('large')).length).toBeLessThan(6_000_000);
    const started = performance.now();
    const { page } = await open('large');
    await page.locator('#plot canvas').waitFor();
    const painted = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    );
    expect(performance.now() - started).toBeLessThan(OPEN_MS);
    expect(painted).toBeLessThan(OPEN_MS);
    const redrawn = performance.now();
    await page.locator('#plot-by').selectOption('rule');
    await page.locator('#plot').focus();
    await page.keyboard.press('End');
    expect(await page.locator('#plot-values').textContent()).toMatch(/UTC: \d/);
    expect(performance.now() - redrawn).toBeLessThan(REDRAW_MS);
  });
});
