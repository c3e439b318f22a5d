// The page of `replay --html` for 100,000 alerts: how long it takes to write compared with the messages as JSON, and in Chromium how long
// until it is painted and until a choice is drawn again. Without Chromium, only the first.

import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Bench } from './bench-options.ts';
import { median, runNode } from './rounds.ts';

export interface PageResult {
  readonly alerts: number;
  readonly pageMb: number;
  /** Medians, in seconds. */
  readonly seconds: number;
  readonly jsonSeconds: number;
  /** Median of the rounds' ratios of processor time. */
  readonly cpuOfJson: number;
  /** Medians, in milliseconds; null without Chromium. */
  readonly paintMs: number | null;
  readonly redrawMs: number | null;
}

const ALERTS = 100_000;
const FILES = 50;
const SEVERITIES = ['low', 'medium', 'high', 'info', 'critical'];

/** Runs both replays in turns, then opens the page. `folder` contains `bin` and `build`. */
export async function measurePage({ folder, rounds }: Bench): Promise<PageResult> {
  const logs = join(folder, 'page-logs');
  const settings = writeLogs(logs);
  const file = join(folder, 'page.html');
  const replay = [join(folder, 'bin/cloudtrail-to-slack.mjs'), 'replay', logs, '--settings', settings];
  const pairs: { html: { wallMs: number; cpuMs: number }; json: { wallMs: number; cpuMs: number } }[] = [];
  for (let round = 0; round < rounds; round++) {
    const html = await runNode(folder, [...replay, '--html', file]);
    pairs.push({ html, json: await runNode(folder, [...replay, '--format', 'json']) });
  }
  const shown = await openPage(file, rounds);
  return {
    alerts: ALERTS,
    pageMb: statSync(file).size / 1e6,
    seconds: median(pairs.map(({ html }) => html.wallMs)) / 1_000,
    jsonSeconds: median(pairs.map(({ json }) => json.wallMs)) / 1_000,
    cpuOfJson: median(pairs.map(({ html, json }) => html.cpuMs / json.cpuMs)),
    paintMs: shown && median(shown.map(({ paintMs }) => paintMs)),
    redrawMs: shown && median(shown.map(({ redrawMs }) => redrawMs)),
  };
}

function writeLogs(logs: string): string {
  mkdirSync(logs);
  for (let file = 0; file < FILES; file++) {
    const records = Array.from({ length: ALERTS / FILES }, (_, index) => record((file * ALERTS) / FILES + index));
    writeFileSync(join(logs, `${file}.json.gz`), gzipSync(JSON.stringify({ Records: records })));
  }
  const rules = SEVERITIES.map((severity, index) => ({
    ...{ name: `rule-${index}`, severity },
    expression: `eventName == 'Event${index}'`,
  }));
  const settings = `${logs}.json`;
  writeFileSync(settings, JSON.stringify({ use_default_rules: false, rules }));
  return settings;
}

function record(index: number): object {
  const userName = `user-${index % 500}`;
  return {
    eventID: `event-${index}`,
    eventName: `Event${index % SEVERITIES.length}`,
    eventSource: 'iam.amazonaws.com',
    eventTime: new Date(Date.UTC(2026, 0, 1) + index * 12_000).toISOString().replace('.000', ''),
    awsRegion: `region-${index % 20}`,
    recipientAccountId: String(111_111_111_111 + (index % 90)),
    sourceIPAddress: `203.0.113.${index % 200}`,
    userIdentity: { type: 'IAMUser', userName, arn: `arn:aws:iam::111111111111:user/${userName}` },
  };
}

async function openPage(file: string, rounds: number): Promise<{ paintMs: number; redrawMs: number }[] | null> {
  const named = process.env.CHROMIUM ?? 'chromium';
  const executablePath = spawnSync('bash', ['-c', `command -v "${named}"`])
    .stdout.toString()
    .trim();
  if (executablePath === '') return null;
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const shown: { paintMs: number; redrawMs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await browser.newPage();
    await page.goto(`file://${file}`);
    await page.locator('#plot canvas').waitFor();
    shown.push(
      await page.evaluate(async () => {
        const paintMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
        const choice = document.getElementById('plot-by') as HTMLSelectElement;
        const started = performance.now();
        choice.value = 'rule';
        choice.dispatchEvent(new Event('change'));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return { paintMs, redrawMs: performance.now() - started };
      }),
    );
    await page.close();
  }
  await browser.close();
  return shown;
}
