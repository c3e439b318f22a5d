// Preloaded into a process: at its end, writes its resource usage to the file in USAGE_FILE.

import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const peakKb = peakOfThisProgram() ?? maxRSS;
  writeFileSync(process.env.USAGE_FILE, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakKb }));
});

// On Linux `maxRSS` may be the size of the parent, because every process begins as a copy of its parent.
function peakOfThisProgram() {
  if (process.platform !== 'linux') return undefined;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) || undefined;
}
