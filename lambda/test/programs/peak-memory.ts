import { readFileSync } from 'node:fs';

/** The peak memory of this process. */
export function peakMib(): number {
  // On Linux `maxRSS` may be the size of the parent, because every process begins as a copy of its parent.
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}
