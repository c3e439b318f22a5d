// A copy of a bucket in a directory, as `aws s3 sync` makes it. In: a path. Out: its files as a `Storage`. Keys are absolute
// paths with `/`. Never reads a file outside the directory, whatever a digest refers to.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PortError } from '../../app/ports.ts';
import type { Location } from '../../core/digests/digest.ts';
import { CliError, describeFileError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import type { Storage } from './storage.ts';

/** Creates the storage of a directory. */
export function createDirectory(directory: string): Storage {
  const root = `${slashed(path.resolve(directory)).replace(/\/$/, '')}/`;
  return {
    bucket: null,
    prefix: root,
    folders: async (prefix) =>
      (await entriesOf(prefix)).filter((name) => name.endsWith('/')).map((name) => prefix + name),
    keys: filesBelow,
    read: async ({ key }) => {
      const bytes = await readBytes(key);
      return bytes && { bytes, signature: undefined };
    },
    locate: (target, found, origin) => locate(root, target, found, origin),
    show: ({ key }) => path.relative(process.cwd(), key) || key,
  };
}

const slashed = (name: string) => name.split(path.sep).join('/');

// The names in a directory, sorted as S3 sorts keys; those of directories end with `/`.
async function entriesOf(prefix: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(prefix, { withFileTypes: true });
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && prefix !== '') return missing(prefix);
    throw new CliError(escaped`${nameOf(prefix)}: cannot be read: ${describeFileError(error)}`, undefined, {
      cause: error,
    });
  }
}

// A copy may lack the folder of the log files; their absence is reported for each of them.
function missing(prefix: string): readonly string[] {
  if (prefix.includes('/CloudTrail/')) return [];
  throw new CliError(escaped`${nameOf(prefix)}: there is no such directory`);
}

const nameOf = (prefix: string): string => path.relative(process.cwd(), prefix) || prefix;

async function* filesBelow(prefix: string, after = ''): AsyncGenerator<string> {
  for (const name of await entriesOf(prefix)) {
    const key = prefix + name;
    if (!name.endsWith('/')) {
      if (key >= after) yield key;
    } else if (key >= after.slice(0, key.length)) yield* filesBelow(key, after);
  }
}

async function readBytes(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new PortError('permanent', code ?? 'unreadable', describeFileError(error), { cause: error });
  }
}

// The end of a path is the end of the key; the copy may begin anywhere in the bucket, or be in a folder named after it.
function locate(root: string, target: Location, found: string, origin: Location): Location | null {
  const parts = { found: found.split('/'), origin: origin.key.split('/') };
  let same = 0;
  while (same < parts.origin.length && parts.found.at(-1 - same) === parts.origin.at(-1 - same)) same += 1;
  const base = parts.found.slice(0, parts.found.length - same);
  const notCopied = parts.origin.slice(0, parts.origin.length - same);
  const key = target.key.split('/');
  if (key.includes('..') || notCopied.some((part, index) => part !== key[index])) return null;
  if (base.at(-1) === origin.bucket) base.splice(-1, 1, target.bucket);
  const file = [...base, ...key.slice(notCopied.length)].join('/');
  return file.startsWith(root) ? { bucket: target.bucket, key: file } : null;
}
