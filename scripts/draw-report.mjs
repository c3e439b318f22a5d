#!/usr/bin/env node
// Draws the page of a replay as an image: `node scripts/draw-report.mjs`. In: the examples of this repository. Out:
// docs/images/report.png. Needs Chromium (the variable CHROMIUM can name its executable). No test uses this script.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '..');
const PICTURE = join(ROOT, 'docs/images/report.png');

// The attacks of July 31, 2024, and an ignore rule that silences one of them.
const LOGS = ['AWSLogs/143434273843', 'AWSLogs/321848314756'].map((path) => join(ROOT, 'examples/cloudtrail', path));
const VARIABLES = {
  rule_packs: ['threats'],
  ignore_rules: [
    {
      name: 'roles of the pipeline',
      expression: "eventName == 'DescribeInstanceAttribute' and awsRegion == 'eu-west-1'",
    },
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'draw-report-'));
const tfvars = join(folder, 'rules.tfvars.json');
const page = join(folder, 'report.html');
writeFileSync(tfvars, JSON.stringify(VARIABLES));
const command = join(ROOT, 'lambda/bin/cloudtrail-to-slack.mjs');
execFileSync(process.execPath, [command, 'replay', ...LOGS, '--tfvars', tfvars, '--html', page], { stdio: 'ignore' });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? execFileSync('bash', ['-c', 'command -v chromium']).toString().trim(),
  args: ['--no-sandbox', '--disable-gpu'],
});
const tab = await browser.newPage({ viewport: { width: 1_100, height: 1_250 }, deviceScaleFactor: 1.5 });
await tab.goto(`file://${page}`);
await tab.locator('#plot canvas').waitFor();
await tab.screenshot({ path: PICTURE });
await browser.close();
rmSync(folder, { recursive: true });
