// Verifies the digests in one folder, oldest first, and the log files that they list. In: a storage and the name of the
// folder. Out: findings and counts. Reads ahead, but keeps only a few digests in memory.

import { DAY_MS, datePath, HOUR_MS } from '../../core/digests/day.ts';
import { chainOf, type DigestName, parseDigestName } from '../../core/digests/digest-key.ts';
import { ahead } from './ahead.ts';
import { type ChainWalk, type ChainWalkState, createChainWalk } from './chain-walk.ts';
import type { Finding } from './finding.ts';
import { createPart } from './part.ts';
import { readDigest } from './read-digest.ts';
import type { Storage } from './storage.ts';
import { findUnlisted, type Unlisted, type UnlistedState } from './unlisted.ts';
import type { ChainEnd, Folder, Run, Verification } from './verification.ts';

const READ_AHEAD = 8;

/** What a folder continues with after a digest. */
export interface FolderState {
  /** The key of the last digest that was read. */
  readonly last: string;
  readonly chains: readonly ChainWalkState[];
  readonly unlisted: UnlistedState;
}

/** How far a folder is. */
export type FolderProgress =
  | ({ readonly isFinished: false } & FolderState)
  | { readonly isFinished: true; readonly ends: readonly ChainEnd[] };

/** Notes how far a folder is, and what was found since the note before. Calls `progress` immediately, if at all. */
export type NoteProgress = (progress: () => FolderProgress, findings: readonly Finding[]) => void;

/** Verifies a folder, or what is left of it after what was verified `before`. */
export async function verifyFolder(
  storage: Storage,
  prefix: string,
  run: Run,
  note: NoteProgress,
  before: FolderState | null = null,
): Promise<void> {
  const part = createPart(run.report);
  const ends: ChainEnd[] = [];
  const verification = { ...run, report: part.report, chainEnded: (end: ChainEnd) => void ends.push(end) };
  const report = (key: string) => reportUnlisted(storage, key, prefix, verification);
  const unlisted = findUnlisted(storage, prefix, report, before?.unlisted);
  const folder = { storage, unlisted, verification };
  const chains = await continueChains(folder, before);
  const digests = digestsIn(storage, prefix, run, before?.last);
  for await (const found of ahead(digests, READ_AHEAD, (one) => readDigest(storage, one))) {
    const id = chainOf(found.name);
    const chain = chains.get(id);
    if (chain === undefined) chains.set(id, createChainWalk(folder, found));
    else await chain.add(found);
    note(() => ({ isFinished: false, ...stateOf(found.key, chains, unlisted) }), part.complete());
    run.progress(run.report);
  }
  if (run.stop.signal.aborted) return; // The digests that are left were not read.
  for (const chain of chains.values()) await chain.finish();
  await unlisted.finish();
  for (const end of ends) run.chainEnded(end);
  note(() => ({ isFinished: true, ends }), part.complete());
}

type Chains = Map<string, ChainWalk>;

// Only the digest that waits is read again: it was not verified.
async function continueChains(folder: Folder, before: FolderState | null): Promise<Chains> {
  const chains: Chains = new Map();
  for (const { waiting, checked } of before?.chains ?? []) {
    const name = parseDigestName(waiting);
    if (name === null) throw new RangeError(`${waiting} is not the name of a digest`);
    const first = await readDigest(folder.storage, { key: waiting, name });
    chains.set(chainOf(name), createChainWalk(folder, first, checked));
  }
  return chains;
}

const stateOf = (last: string, chains: Chains, unlisted: Unlisted): FolderState => ({
  last,
  chains: [...chains.values()].map((chain) => chain.state()),
  unlisted: unlisted.state(),
});

async function* digestsIn(
  storage: Storage,
  folder: string,
  { sinceMs, untilMs, stop }: Run,
  last?: string,
): AsyncGenerator<{ key: string; name: DigestName }> {
  // Log files that were delivered until then are in the digest that ends within the next hour.
  const lastMs = untilMs + HOUR_MS;
  for await (const key of storage.keys(folder, last ?? firstKey(folder, sinceMs))) {
    if (stop.signal.aborted) return;
    if (key === last) continue;
    const name = parseDigestName(key);
    if (name === null || name.endMs < sinceMs) continue;
    // Keys are sorted by day, then by trail, then by time.
    if (name.endMs > lastMs + DAY_MS) return;
    if (name.endMs <= lastMs) yield { key, name };
  }
}

function firstKey(folder: string, sinceMs: number): string | undefined {
  if (!/CloudTrail-Digest\/[^/]+\/$/.test(folder) || sinceMs === Number.NEGATIVE_INFINITY) return undefined;
  return `${folder}${datePath(sinceMs)}/`;
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
