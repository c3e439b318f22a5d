// Loaded into a process before its script: writes what the process used to the file that USAGE_FILE names, at its end.

import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const peakKb = peakOfThisProgram() ?? maxRSS;
  writeFileSync(process.env.USAGE_FILE, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakKb }));
});

// On Linux `maxRSS` may be the size of the parent, of which every process begins as a copy.
function peakOfThisProgram() {
  if (process.platform !== 'linux') return undefined;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) || undefined;
}
