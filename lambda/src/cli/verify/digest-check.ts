// Verifies one digest after the other, its link to the one before, and its log files. In: digests of one chain, oldest first,
// and their signatures. Out: findings and counts.

import { type ChainState, createChain, type Link } from '../../core/digests/chain.ts';
import { type Digest, parseDigest } from '../../core/digests/digest.ts';
import type { DigestName } from '../../core/digests/digest-key.ts';
import { DIGEST_FAULTS } from '../../core/digests/fault-text.ts';
import { type FoundDigest, rangeOf, type VerifiedDigest, verifyDigest } from '../../core/digests/verify-digest.ts';
import { createChainReport } from './chain-report.ts';
import { followLink } from './follow-link.ts';
import { compareLogFiles } from './log-files.ts';
import type { ReadDigest } from './read-digest.ts';
import type { Folder, Verification } from './verification.ts';

export interface DigestCheck {
  /** `signature`: from the next digest, for a copy without metadata. */
  add(digest: ReadDigest, signature: string | undefined): Promise<void>;
  /** The last valid digest. */
  last(): LastValid | null;
  state(): DigestCheckState;
}

interface LastValid {
  readonly object: string;
  readonly endMs: number;
}

/** What the check of a chain continues with. */
export interface DigestCheckState {
  readonly links: ChainState;
  readonly last: LastValid | null;
}

/** Begins a chain, or continues it after what was checked `before`. */
export function createDigestCheck(
  { storage, unlisted, verification }: Folder,
  name: DigestName,
  before?: DigestCheckState,
): DigestCheck {
  const report = createChainReport(verification.report, name);
  const links = createChain(before?.links);
  let last = before?.last ?? null;
  const show = (key: string) => storage.show({ bucket: storage.bucket ?? '', key });
  const link = (key: string, digest: Digest | null, contentSha256: string | null) =>
    links.add({ bucket: storage.bucket, key, digest, contentSha256 });

  async function follow(linked: Link, key: string, digest: Digest): Promise<void> {
    if (linked.kind === 'linked') return;
    if (linked.kind === 'restarted') return report.restarted(show(key), linked);
    if (linked.kind === 'uncovered') return report.missingUnnamed(show(key), linked);
    await followLink(storage, linked, { key, digest }, verification.sinceMs, report);
  }

  async function accept(digest: Digest, key: string, isProven: boolean): Promise<void> {
    if (isProven) report.signed();
    else report.unsigned(show(key));
    report.covers(digest);
    last = { object: show(key), endMs: digest.endMs };
    const compared = await compareLogFiles(storage, digest, key, verification);
    report.logFiles(compared);
    await unlisted.add(digest, compared.keys);
  }

  return {
    async add({ key, found, reason }, signature) {
      if (found === null) report.unreadable(show(key), reason);
      const checked = found && (await verify(withSignature(found, signature), name, verification));
      if (checked?.fault) report.invalid(show(key), DIGEST_FAULTS[checked.fault]);
      const digest = checked && !checked.fault ? checked.digest : null;
      const linked = link(key, digest, checked?.contentSha256 ?? null);
      if (digest === null) return;
      if (linked !== null) await follow(linked, key, digest);
      await accept(digest, key, checked?.isProven === true);
    },
    last: () => last,
    state: () => ({ links: links.state(), last }),
  };
}

const withSignature = (found: FoundDigest, signature: string | undefined): FoundDigest =>
  found.signature === undefined ? { ...found, signature } : found;

async function verify(found: FoundDigest, { region }: DigestName, { keys }: Verification): Promise<VerifiedDigest> {
  const digest = found.content && parseDigest(found.content);
  const range = digest && rangeOf(digest, found);
  return verifyDigest(found, range && typeof found.signature === 'string' ? await keys(region, range) : []);
}
