// Verifies the digests in one folder, oldest first, and the log files that they list. In: a storage and the name of the
// folder. Out: findings and counts. Reads ahead, but keeps only a few digests in memory.

import { chainOf, type DigestName, parseDigestName } from '../../core/digests/digest-key.ts';
import { ahead } from './ahead.ts';
import { type ChainWalk, createChainWalk } from './chain-walk.ts';
import { readDigest } from './read-digest.ts';
import type { Storage } from './storage.ts';
import { findUnlisted } from './unlisted.ts';
import type { Verification } from './verification.ts';

const READ_AHEAD = 8;
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Verifies a folder. */
export async function verifyFolder(storage: Storage, folder: string, verification: Verification): Promise<void> {
  const { report } = verification;
  const unlisted = findUnlisted(storage, folder, (key) => reportUnlisted(storage, key, folder, verification));
  const chains = new Map<string, ChainWalk>();
  const digests = digestsIn(storage, folder, verification);
  for await (const found of ahead(digests, READ_AHEAD, (one) => readDigest(storage, one))) {
    const id = chainOf(found.name);
    const chain = chains.get(id) ?? createChainWalk(storage, found.name, unlisted, verification);
    chains.set(id, chain);
    await chain.add(found);
    verification.progress(report);
  }
  for (const chain of chains.values()) await chain.finish();
  await unlisted.finish();
}

async function* digestsIn(
  storage: Storage,
  folder: string,
  { sinceMs, untilMs, stop }: Verification,
): AsyncGenerator<{ key: string; name: DigestName }> {
  // Log files that were delivered until then are in the digest that ends within the next hour.
  const lastMs = untilMs + HOUR_MS;
  for await (const key of storage.keys(folder, firstKey(folder, sinceMs))) {
    if (stop.aborted) return;
    const name = parseDigestName(key);
    if (name === null || name.endMs < sinceMs) continue;
    // Keys are sorted by day, then by trail, then by time.
    if (name.endMs > lastMs + DAY_MS) return;
    if (name.endMs <= lastMs) yield { key, name };
  }
}

function firstKey(folder: string, sinceMs: number): string | undefined {
  if (!/CloudTrail-Digest\/[^/]+\/$/.test(folder) || sinceMs === Number.NEGATIVE_INFINITY) return undefined;
  return `${folder}${new Date(sinceMs).toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}

function reportUnlisted(storage: Storage, key: string, folder: string, { report }: Verification): void {
  const [, accountId = '', region = ''] = /(\d{12})\/CloudTrail-Digest\/([^/]+)\//.exec(folder) ?? [];
  report.row({ accountId, region }).logFilesUnlisted += 1;
  report.add({
    level: 'note',
    code: 'log-file-unlisted',
    accountId,
    region,
    object: storage.show({ bucket: storage.bucket ?? '', key }),
    message: 'no digest lists this log file',
    count: 1,
  });
}
