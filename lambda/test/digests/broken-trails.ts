// Every way to break a trail that validation is about, as cases. Each builds buckets, and says what `verify` must find.

import { gunzipSync, gzipSync } from 'node:zlib';
import {
  Buckets,
  createSigningKey,
  HOUR_MS,
  iso,
  type Run,
  type SigningKey,
  START_MS,
  type StoredObject,
  type TrailOptions,
  type Written,
  writeTrail,
} from './trail-world.ts';

export interface Case {
  readonly what: string;
  /** Breaks the buckets that `build` made. */
  readonly build: () => Built;
  /** The codes of the findings, sorted. */
  readonly finds: readonly string[];
  /** The codes of the faults in a copy without metadata, if they are others. */
  readonly inCopy?: readonly string[];
  /** How many faults more than the AWS CLI `verify` counts. */
  readonly more?: number;
}

export interface Built {
  readonly buckets: Buckets;
  readonly keys: readonly SigningKey[];
  readonly runs: readonly Run[];
  readonly names?: readonly string[];
}

export const KEY = createSigningKey('us-east-1');
const OTHER_KEY = createSigningKey('us-east-1');
export const KEY_OF_IRELAND = createSigningKey('eu-west-1');

export const WHOLE = { start: iso(START_MS), end: iso(START_MS + 48 * HOUR_MS) };

const BACKFILLED = { key: KEY, hours: 3, startMs: START_MS + 2 * HOUR_MS, backfillAfterMs: 30 * HOUR_MS };

/** A trail that moved to another bucket after four hours. */
function moved(change: (buckets: Buckets, before: Written[]) => void): () => Built {
  return () => {
    const buckets = new Buckets();
    const before = writeTrail(buckets, { key: KEY, hours: 4, bucket: 'old' });
    const after = { startMs: START_MS + 4 * HOUR_MS, previous: at(before, 3) };
    writeTrail(buckets, { key: KEY, hours: 4, bucket: 'new', ...after });
    change(buckets, before);
    return { buckets, keys: [KEY], runs: [{ ...WHOLE, bucket: 'new' }], names: ['old', 'new'] };
  };
}

/** A trail of eight hours, which passes midnight, and a change to it. */
function broken(
  change: (buckets: Buckets, digests: Written[]) => void,
  options: Partial<TrailOptions> = {},
): () => Built {
  return () => {
    const buckets = new Buckets();
    change(buckets, writeTrail(buckets, { key: KEY, hours: 8, ...options }));
    return { buckets, keys: [KEY], runs: [WHOLE] };
  };
}

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
};

const digestAt = (index: number, change: (object: StoredObject, buckets: Buckets) => void) =>
  broken((buckets, digests) => {
    const { bucket, key } = at(digests, index);
    change(buckets.get(bucket, key), buckets);
  });

const fileOf = (hour: number, change: (object: StoredObject, buckets: Buckets) => void) =>
  broken((buckets, digests) => change(buckets.get('logs', at(at(digests, hour).logFiles, 1)), buckets));

const without = (...hours: readonly number[]) =>
  broken((buckets, digests) => {
    for (const hour of hours) buckets.remove(at(digests, hour));
  });

function rewrite(object: StoredObject, change: (text: string) => string): void {
  object.bytes = gzipSync(change(gunzipSync(object.bytes).toString()));
}

const bytesTo =
  (change: (bytes: Buffer) => Buffer) =>
  (object: StoredObject): void => {
    object.bytes = change(object.bytes);
  };

const signatureTo =
  (change: (signature: string) => string) =>
  ({ metadata }: StoredObject): void => {
    metadata.signature = change(metadata.signature ?? '');
  };

const flipBit = (position: number) =>
  bytesTo((bytes) =>
    Buffer.from(bytes.map((byte, index) => (index === (position + bytes.length) % bytes.length ? byte ^ 1 : byte))),
  );

const followedBy = (more: Buffer) => bytesTo((bytes) => Buffer.concat([bytes, more]));

export const CASES: readonly Case[] = [
  { what: 'nothing', build: broken(() => {}), finds: [] },
  { what: 'nothing, in hours without activity', build: broken(() => {}, { filesPerHour: () => 0 }), finds: [] },

  // Log files.
  { what: 'a bit in a log file', build: fileOf(3, flipBit(20)), finds: ['log-file-altered'] },
  {
    what: 'a bit in the checksum of a log file',
    build: fileOf(3, flipBit(-6)),
    finds: ['log-file-altered'],
  },
  {
    what: 'the content of a log file',
    build: fileOf(3, (file) => rewrite(file, (text) => text.replace('Describe', 'Delete'))),
    finds: ['log-file-altered'],
  },
  {
    what: 'the end of a log file',
    build: fileOf(
      3,
      bytesTo((bytes) => bytes.subarray(0, -12)),
    ),
    finds: ['log-file-altered'],
  },
  {
    what: 'the compression of a log file only',
    build: fileOf(
      3,
      bytesTo((bytes) => gzipSync(gunzipSync(bytes), { level: 1 })),
    ),
    finds: [],
  },
  {
    what: 'a log file that is not compressed',
    build: fileOf(
      3,
      bytesTo((bytes) => gunzipSync(bytes)),
    ),
    finds: ['log-file-altered'],
  },
  {
    what: 'an empty log file',
    build: fileOf(
      3,
      bytesTo(() => Buffer.alloc(0)),
    ),
    finds: ['log-file-altered'],
  },
  {
    what: 'zeros after a log file',
    build: fileOf(3, followedBy(Buffer.alloc(9))),
    finds: ['log-file-altered'],
  },
  {
    what: 'zeros after a log file, and its size again',
    build: fileOf(
      3,
      bytesTo((bytes) => Buffer.concat([bytes, Buffer.alloc(9), bytes.subarray(-4)])),
    ),
    finds: ['log-file-altered'],
  },
  {
    what: 'a second stream after a log file',
    build: fileOf(3, followedBy(gzipSync('x'))),
    finds: ['log-file-altered'],
  },
  {
    what: 'an empty stream after a log file',
    build: fileOf(3, followedBy(gzipSync(''))),
    finds: ['log-file-altered'],
  },
  {
    what: 'a removed log file',
    build: fileOf(3, (file, buckets) => buckets.remove(file)),
    finds: ['log-file-missing'],
  },
  {
    what: 'an added log file',
    build: fileOf(3, (file, buckets) => buckets.put('logs', file.key.replace('_main1', '_added'), file.bytes)),
    finds: ['log-file-unlisted'],
  },

  // Digests.
  { what: 'a removed digest', build: without(3), finds: ['digest-missing'] },
  { what: 'two digests removed in a row', build: without(3, 4), finds: ['digest-missing'], more: 1 },
  { what: 'four digests removed in a row', build: without(2, 3, 4, 5), finds: ['digest-missing'], more: 3 },
  { what: 'two digests removed separately', build: without(2, 5), finds: ['digest-missing', 'digest-missing'] },
  {
    what: 'the second digest removed, and the third altered',
    build: broken((buckets, digests) => {
      buckets.remove(at(digests, 1));
      const { bucket, key } = at(digests, 2);
      rewrite(buckets.get(bucket, key), (text) => `${text} `);
    }),
    // The AWS CLI goes on from the third with the first.
    finds: ['digest-invalid', 'digest-missing'],
    more: 1,
  },
  { what: 'the oldest digest removed', build: without(0), finds: ['digest-missing'] },
  { what: 'the newest digests removed', build: without(6, 7), finds: [] },
  {
    what: 'the list of a digest',
    build: digestAt(3, (digest) => rewrite(digest, (text) => text.replace(/,\{"s3Bucket".*\}\]\}$/, ']}'))),
    finds: ['digest-invalid'],
  },
  {
    what: 'white space in a digest',
    build: digestAt(3, (digest) => rewrite(digest, (text) => `${text} `)),
    finds: ['digest-invalid'],
  },
  {
    what: 'the compression of a digest only',
    build: digestAt(3, (digest) => rewrite(digest, (text) => text)),
    finds: [],
  },
  {
    what: 'a digest that is not compressed',
    build: digestAt(
      3,
      bytesTo((bytes) => gunzipSync(bytes)),
    ),
    finds: ['digest-invalid'],
  },
  {
    what: 'a digest that is not JSON',
    build: digestAt(3, (digest) => rewrite(digest, () => 'no digest')),
    finds: ['digest-invalid'],
  },
  {
    what: 'a digest without a field',
    build: digestAt(3, (digest) => rewrite(digest, (text) => text.replace('digestEndTime', 'x'))),
    finds: ['digest-invalid'],
  },
  {
    what: 'a bit in a signature',
    build: digestAt(
      3,
      signatureTo((signature) => `${signature.startsWith('0') ? '1' : '0'}${signature.slice(1)}`),
    ),
    finds: ['digest-invalid'],
    inCopy: [],
  },
  {
    what: 'a signature that is not hex',
    build: digestAt(
      3,
      signatureTo(() => 'none'),
    ),
    finds: ['digest-invalid'],
    inCopy: [],
  },
  {
    what: 'a digest without metadata',
    build: digestAt(3, (digest) => {
      digest.metadata = {};
    }),
    finds: ['digest-invalid'],
    inCopy: [],
  },
  {
    what: 'the signature of another digest',
    build: broken((buckets, digests) => {
      buckets.get('logs', at(digests, 3).key).metadata.signature = at(digests, 2).signature;
    }),
    finds: ['digest-invalid'],
    inCopy: [],
  },
  {
    what: 'two digests in the place of each other',
    build: broken((buckets, digests) => {
      const [one, other] = [3, 4].map((index) => buckets.get('logs', at(digests, index).key)) as [
        StoredObject,
        StoredObject,
      ];
      [one.bytes, other.bytes] = [other.bytes, one.bytes];
      [one.metadata, other.metadata] = [other.metadata, one.metadata];
    }),
    finds: ['digest-invalid', 'digest-invalid'],
  },

  {
    what: 'a digest in the place of another, both signed by CloudTrail',
    build: broken((buckets, digests) => {
      const { startMs } = at(digests, 3);
      writeTrail(buckets, { key: KEY, hours: 1, startMs, previous: at(digests, 2), filesPerHour: () => 0 });
    }),
    // The AWS CLI does not compare the hash that the next digest contains.
    finds: ['digest-invalid', 'log-file-unlisted', 'log-file-unlisted'],
    more: 1,
  },

  // Keys.
  {
    what: 'a key that CloudTrail does not have',
    build: () => ({ ...broken(() => {}, { key: OTHER_KEY })(), keys: [KEY] }),
    finds: Array(8).fill('digest-invalid'),
    // Nothing is known about the signature of the last one.
    inCopy: Array(7).fill('digest-invalid'),
  },
  {
    what: 'a key of another region',
    build: () => ({ ...broken(() => {}, { key: KEY_OF_IRELAND })(), keys: [KEY, KEY_OF_IRELAND] }),
    finds: Array(8).fill('digest-invalid'),
    // Nothing is known about the signature of the last one.
    inCopy: Array(7).fill('digest-invalid'),
  },
  {
    what: 'a key that is expired',
    build: () => {
      const expired = { ...OTHER_KEY, untilMs: START_MS - HOUR_MS };
      return { ...broken(() => {}, { key: expired })(), keys: [KEY, expired] };
    },
    finds: Array(8).fill('digest-invalid'),
    // Nothing is known about the signature of the last one.
    inCopy: Array(7).fill('digest-invalid'),
  },
  {
    what: 'a key that is no RSA key',
    build: () => ({ ...broken(() => {})(), keys: [{ ...KEY, value: Buffer.from('no key').toString('base64') }] }),
    finds: Array(8).fill('digest-invalid'),
    // Nothing is known about the signature of the last one.
    inCopy: Array(7).fill('digest-invalid'),
  },
  {
    what: 'nothing, with a new key in the middle',
    build: () => {
      const buckets = new Buckets();
      const changeMs = START_MS + 4 * HOUR_MS;
      const [before, after] = [
        { ...KEY, untilMs: changeMs },
        { ...OTHER_KEY, fromMs: changeMs },
      ];
      const first = writeTrail(buckets, { key: before, hours: 4 });
      writeTrail(buckets, { key: after, hours: 4, startMs: changeMs, previous: at(first, 3) });
      return { buckets, keys: [before, after], runs: [WHOLE] };
    },
    finds: [],
  },

  // Chains.
  {
    what: 'logging that was stopped and started again',
    build: () => {
      const buckets = new Buckets();
      writeTrail(buckets, { key: KEY, hours: 3 });
      writeTrail(buckets, { key: KEY, hours: 3, startMs: START_MS + 6 * HOUR_MS });
      return { buckets, keys: [KEY], runs: [WHOLE] };
    },
    finds: ['chain-restarted'],
  },
  {
    what: 'nothing, with backfilled digests',
    build: broken((buckets) => {
      writeTrail(buckets, BACKFILLED);
    }),
    finds: [],
  },
  {
    what: 'a log file of a backfilled digest',
    build: broken((buckets) => {
      const backfilled = writeTrail(buckets, BACKFILLED);
      buckets.remove({ bucket: 'logs', key: at(at(backfilled, 1).logFiles, 0) });
    }),
    finds: ['log-file-missing'],
  },
  {
    what: 'a removed backfilled digest',
    build: broken((buckets) => {
      const backfilled = writeTrail(buckets, BACKFILLED);
      buckets.remove(at(backfilled, 1));
    }),
    // No other digest lists its log files.
    finds: ['digest-missing', 'log-file-unlisted', 'log-file-unlisted'],
  },
  {
    what: 'a backfilled digest that does not say when it was generated',
    build: broken((buckets) => {
      const [first] = writeTrail(buckets, {
        key: KEY,
        hours: 1,
        startMs: START_MS + 2 * HOUR_MS,
        backfillAfterMs: HOUR_MS,
        filesPerHour: () => 0,
      });
      delete buckets.get('logs', first?.key ?? '').metadata['backfill-generation-timestamp'];
    }),
    finds: ['digest-invalid'],
    inCopy: [],
  },
  {
    what: 'nothing, with a trail whose name changed',
    build: () => {
      const buckets = new Buckets();
      const before = writeTrail(buckets, { key: KEY, hours: 4, trail: 'before' });
      writeTrail(buckets, {
        key: KEY,
        hours: 4,
        trail: 'after',
        startMs: START_MS + 4 * HOUR_MS,
        previous: at(before, 3),
      });
      return { buckets, keys: [KEY], runs: [{ ...WHOLE, trail: 'after' }] };
    },
    finds: [],
  },
  {
    what: 'nothing, with a trail that was replaced by one of another name',
    build: () => {
      const buckets = new Buckets();
      writeTrail(buckets, { key: KEY, hours: 4, trail: 'main_1.before' });
      writeTrail(buckets, { key: KEY, hours: 3, trail: 'main_1', startMs: START_MS + 4 * HOUR_MS });
      return { buckets, keys: [KEY], runs: ['main_1.before', 'main_1'].map((trail) => ({ ...WHOLE, trail })) };
    },
    finds: [],
  },
  {
    what: 'a log file of an organization trail with a prefix',
    build: () => {
      const buckets = new Buckets();
      const runs = [];
      for (const account of ['111122223333', '222233334444']) {
        for (const key of [KEY, KEY_OF_IRELAND]) {
          const where = {
            account,
            region: key.region,
            homeRegion: 'us-east-1',
            organization: 'o-abc123',
            prefix: 'org/trail/',
          };
          const digests = writeTrail(buckets, { key, ...where });
          if (account.startsWith('2')) buckets.remove({ bucket: 'logs', key: at(at(digests, 1).logFiles, 1) });
          runs.push({ ...WHOLE, ...where });
        }
      }
      return { buckets, keys: [KEY, KEY_OF_IRELAND], runs };
    },
    finds: ['log-file-missing', 'log-file-missing'],
  },
  {
    what: 'nothing, with an account whose trail was stopped',
    build: () => {
      const buckets = new Buckets();
      writeTrail(buckets, { key: KEY, hours: 8 });
      writeTrail(buckets, { key: KEY, hours: 4, account: '222233334444' });
      return { buckets, keys: [KEY], runs: [WHOLE, { ...WHOLE, account: '222233334444' }] };
    },
    finds: ['chain-ends'],
  },
  {
    what: 'nothing, with a trail that moved to another bucket',
    build: moved(() => {}),
    finds: [],
  },
  {
    what: 'the last digest in the bucket before the trail moved',
    build: moved((buckets, before) => buckets.remove(at(before, 3))),
    finds: ['digest-missing'],
  },
];
