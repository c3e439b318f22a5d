// Sabotage of verification: ways to break its ports, to prove that the simulation detects them.

import type { Pipeline } from '../../src/app/pipeline.ts';
import { PortError } from '../../src/app/ports.ts';
import type { Verification } from '../../src/app/verification/verification.ts';
import { CLAIMS_ALWAYS_SUCCEED, type Sabotage } from './sabotage.ts';
import type { VerificationHistory } from './verification-history.ts';

type Wrong = 'lost' | 'early' | 'repeated' | 'unreported' | 'untrue' | 'unreconciled' | 'miscounted';

const withVerification = (change: (verification: Verification) => Partial<Verification>): Sabotage => ({
  pipeline: (pipeline) => {
    const { verification } = pipeline;
    return verification ? { ...pipeline, verification: { ...verification, ...change(verification) } } : pipeline;
  },
});

const withPipeline = (change: (pipeline: Pipeline) => Partial<Pipeline>): Sabotage => ({
  pipeline: (pipeline) => ({ ...pipeline, ...change(pipeline) }),
});

/** By the broken part: what the simulation must find, and the sabotage. */
export const VERIFICATION_SABOTAGE: Readonly<Record<string, readonly [Wrong & keyof VerificationHistory, Sabotage]>> = {
  'marks are never written': [
    'untrue',
    withVerification(({ marks }) => ({ marks: { ...marks, write: async () => {} } })),
  ],
  'marks are written before alerts are delivered': [
    'early',
    withPipeline(({ logFiles, verification }) => ({
      logFiles: {
        async read(ref) {
          const bytes = await logFiles.read(ref);
          await verification?.marks.write([{ ...ref, state: 'read', sha256: '' }], Number.MAX_SAFE_INTEGER);
          return bytes;
        },
      },
    })),
  ],
  'marks are found that were not written': [
    'lost',
    withVerification(({ marks, digests }) => ({
      marks: {
        ...marks,
        async read(objects, nowMs) {
          const found = new Map(await marks.read(objects, nowMs));
          const [digest] = objects;
          const stored = digest && (await digests.read(digest));
          const listed = stored ? [...objects.slice(1)] : [];
          for (const object of listed) {
            const { sha256 = '' } = object as { sha256?: string };
            found.set(`${object.bucket}/${object.key}`, { state: 'read', sha256 });
          }
          return found;
        },
      },
    })),
  ],
  'messages to the own queue vanish': ['lost', withVerification(() => ({ queue: { send: async () => {} } }))],
  'no digest is stored': [
    'unreported',
    withVerification(({ trails }) => ({ trails: { ...trails, read: async () => new Map() } })),
  ],
  'removed log files seem empty': [
    'unreported',
    withPipeline(({ logFiles }) => ({
      logFiles: { read: (ref) => logFiles.read(ref).catch(emptyIfGone) },
    })),
  ],
  'folders seem empty': [
    'unreported',
    withVerification(() => ({ folders: { list: async () => ({ objects: [], next: null }) } })),
  ],
  'folders end after a page': [
    'untrue',
    withVerification(({ folders }) => ({
      folders: { list: async (...page) => ({ ...(await folders.list(...page)), next: null }) },
    })),
  ],
  'suspected log files are forgotten': [
    'unreported',
    withVerification(({ marks }) => ({
      marks: {
        ...marks,
        write: (written, untilMs) =>
          marks.write(
            written.filter(({ state }) => state !== 'unlisted'),
            untilMs,
          ),
      },
    })),
  ],
  'backfill digests are not listed': [
    'untrue',
    withVerification(({ folders }) => ({
      folders: {
        async list(...page) {
          const { objects, next } = await folders.list(...page);
          return { objects: objects.filter(({ key }) => !key.includes('_backfill')), next };
        },
      },
    })),
  ],
  'refused regions have keys, but other ones': [
    'untrue',
    withVerification(({ keys }) => ({
      keys: (...query) => keys(...query).catch((error) => (error.kind === 'permanent' ? [] : Promise.reject(error))),
    })),
  ],
  'every comparison of a digest counts': [
    'miscounted',
    withVerification(({ marks }) => ({
      marks: { ...marks, settle: (...mark) => marks.settle(...mark).then(() => true) },
    })),
  ],
  'the public keys are others': ['untrue', withVerification(() => ({ keys: async () => [] }))],
  'claims always succeed': ['repeated', CLAIMS_ALWAYS_SUCCEED],
  'counters are wrong': [
    'unreconciled',
    {
      report: (report) => {
        const { verification } = report.counters;
        const wrong = verification && { ...verification, filesVerified: verification.filesVerified + 1 };
        return { ...report, counters: { ...report.counters, ...(wrong && { verification: wrong }) } };
      },
    },
  ],
};

function emptyIfGone(error: unknown): Uint8Array {
  if (error instanceof PortError && error.code === 'NoSuchKey') return Buffer.from('{"Records":[]}');
  throw error;
}
