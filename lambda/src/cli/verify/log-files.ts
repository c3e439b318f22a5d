// Compares the log files that a digest lists with those in the storage. In: a digest. Out: counts and findings.

import { PortError } from '../../app/ports.ts';
import type { Digest, ListedLogFile } from '../../core/digests/digest.ts';
import { logFileFault } from '../../core/digests/log-file-content.ts';
import type { FaultCode } from './finding.ts';
import type { Storage } from './storage.ts';
import type { Verification } from './verification.ts';

export interface ComparedLogFiles {
  readonly same: number;
  readonly altered: number;
  readonly missing: number;
  readonly unreadable: number;
  readonly findings: readonly { readonly code: FaultCode; readonly object: string; readonly message: string }[];
  /** The keys of the log files in the storage. */
  readonly keys: readonly string[];
}

type Outcome =
  | { readonly code: null; readonly key: string }
  | { readonly code: FaultCode; readonly key: string; readonly object: string; readonly message: string };

/** Compares every log file of a digest, which is at `key` in the storage. */
export async function compareLogFiles(
  storage: Storage,
  digest: Digest,
  key: string,
  { limit }: Verification,
): Promise<ComparedLogFiles> {
  const outcomes = await Promise.all(digest.logFiles.map((file) => limit(() => compare(storage, file, key, digest))));
  const findings = outcomes.filter((outcome) => outcome.code !== null);
  const count = (code: FaultCode | null) => outcomes.filter((outcome) => outcome.code === code).length;
  return {
    same: count(null),
    altered: count('log-file-altered'),
    missing: count('log-file-missing'),
    unreadable: count('unreadable'),
    findings,
    keys: outcomes.map((outcome) => outcome.key),
  };
}

async function compare(storage: Storage, file: ListedLogFile, digestKey: string, digest: Digest): Promise<Outcome> {
  const location = storage.locate(file, digestKey, digest.location);
  const object = location === null ? `s3://${file.bucket}/${file.key}` : storage.show(location);
  const key = location?.key ?? '';
  try {
    const stored = location && (await storage.read(location));
    if (!stored)
      return { code: 'log-file-missing', key, object, message: 'a digest lists this log file, which is missing' };
    const fault = await logFileFault(stored.bytes, file.sha256);
    return fault === null ? { code: null, key } : { code: 'log-file-altered', key, object, message: ALTERED[fault] };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { code: 'unreadable', key, object, message: `the log file cannot be read: ${error.message}` };
  }
}

const ALTERED = {
  hash: 'the log file was altered: its content has another SHA-256 than the digest lists',
  format: 'the log file was altered: it is not one complete gzip stream',
} as const;
