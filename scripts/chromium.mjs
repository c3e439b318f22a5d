// Starts the Chromium of the machine for scripts that draw pictures: the variable CHROMIUM, or the first one in PATH.

import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

export function startChromium() {
  const executablePath = process.env.CHROMIUM ?? execFileSync('sh', ['-c', 'command -v chromium']).toString().trim();
  // Containers run as root, which Chromium refuses with its sandbox.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}
