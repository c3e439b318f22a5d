// Gives a process the share of a processor that Lambda gives a function: memory / 1,769 MB of one core.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
// By a cgroup where this process may make one, else by `cpulimit`.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PERIOD_US = 20_000;

/** Limits a process to a share of one core; the returned function ends the limit once the process is gone. */
export function throttle(pid: number, share: number): () => void {
  const cgroup = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup'].map((root) => limitByCgroup(root, pid, share)).find(Boolean);
  if (cgroup) return () => removeCgroup(cgroup);
  if (spawnSync('sh', ['-c', 'command -v cpulimit']).status === 0) {
    const limiter: ChildProcess = spawn('cpulimit', ['-p', String(pid), '-l', String(Math.round(share * 100))], {
      stdio: 'ignore',
    });
    return () => void limiter.kill();
  }
  throw new Error(
    'cannot limit the processor: run as root with cgroups, or install cpulimit (apt-get install cpulimit)',
  );
}

// Version 1 has `cpu.cfs_quota_us`, version 2 `cpu.max`.
function limitByCgroup(root: string, pid: number, share: number): string | null {
  const folder = join(root, `constrained-function-${pid}`);
  const quota = Math.round(PERIOD_US * share);
  try {
    mkdirSync(folder);
    if (existsSync(join(folder, 'cpu.cfs_quota_us'))) {
      writeFileSync(join(folder, 'cpu.cfs_period_us'), String(PERIOD_US));
      writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quota));
    } else writeFileSync(join(folder, 'cpu.max'), `${quota} ${PERIOD_US}`);
    writeFileSync(join(folder, 'cgroup.procs'), String(pid));
    return folder;
  } catch {
    removeCgroup(folder); // Not allowed here, or no such controller: `cpulimit` is tried next.
    return null;
  }
}

function removeCgroup(folder: string): void {
  if (existsSync(folder)) rmdirSync(folder);
}
