// Which files the repository has: those that are committed, or about to be.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './repository.ts';

/** The paths of all files, or of those that patterns of git match. */
export function filesOfRepository(...patterns: readonly string[]): readonly string[] {
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  const files = execFileSync('git', listed, { cwd: ROOT }).toString().split('\0');
  return files.filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
}
