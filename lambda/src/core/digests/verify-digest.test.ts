// What verification of one digest returns, with keys that were not chosen for it.

import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PublicKey } from './public-keys.ts';
import { type FoundDigest, verifyDigest } from './verify-digest.ts';

const HOUR_MS = 60 * 60 * 1000;
const END_MS = Date.UTC(2024, 2, 1, 12);
const NAME = '111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20240301T120000Z';
const KEY = `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2024/03/01/${NAME}.json.gz`;
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const der = publicKey.export({ type: 'pkcs1', format: 'der' });

const publicKeyFor = (fromHour: number, untilHour: number, fingerprint = 'print'): PublicKey => ({
  fingerprint,
  der,
  fromMs: END_MS + fromHour * HOUR_MS,
  untilMs: END_MS + untilHour * HOUR_MS,
});

function foundDigest(key = KEY, more: Partial<FoundDigest> = {}): FoundDigest {
  const content = Buffer.from(
    JSON.stringify({
      digestStartTime: '2024-03-01T11:00:00Z',
      digestEndTime: '2024-03-01T12:00:00Z',
      digestS3Bucket: 'trail',
      digestS3Object: key,
      digestPublicKeyFingerprint: 'print',
      digestSignatureAlgorithm: 'SHA256withRSA',
      previousDigestSignature: null,
      logFiles: [],
    }),
  );
  const sha256 = createHash('sha256').update(content).digest('hex');
  const text = `2024-03-01T12:00:00Z\ntrail/${key}\n${sha256}\nnull`;
  const signature = createSign('RSA-SHA256').update(text).sign(privateKey, 'hex');
  return { bucket: 'trail', key, content, signature, isBucketKnown: true, ...more };
}

describe('a digest', () => {
  it.each<[what: string, keys: readonly PublicKey[], fault: string | null]>([
    ['is proven by a key that is valid at its time', [publicKeyFor(-100, 100)], null],
    [
      'is proven by the one of two keys with its fingerprint that is valid',
      [publicKeyFor(-100, -50), publicKeyFor(-50, 9)],
      null,
    ],
    ['is proven by a key that was valid when it started', [publicKeyFor(-100, -1)], null],
    ['is proven by a key that became valid two hours after its end', [publicKeyFor(2, 100)], null],
    ['is not valid with a key that had expired', [publicKeyFor(-100, -2)], 'key-expired'],
    ['is not valid with a key of a later time', [publicKeyFor(3, 100)], 'key-expired'],
    ['is not valid with a key of another fingerprint', [publicKeyFor(-100, 100, 'other')], 'key-unknown'],
    ['is not valid without keys', [], 'key-unknown'],
  ])('%s', (_what, keys, fault) => {
    expect(verifyDigest(foundDigest(), keys)).toMatchObject({ fault, isProven: fault === null });
  });

  it('in a copy without a signature has no fault and is not proven', () => {
    const found = foundDigest(`/data/${KEY}`, { isBucketKnown: false, signature: undefined });
    const content = foundDigest().content;
    expect(verifyDigest({ ...found, content }, [publicKeyFor(-1, 1)])).toMatchObject({ fault: null, isProven: false });
  });

  it.each([
    ['another algorithm', (text: string) => text.replace('SHA256withRSA', 'none')],
    ['no algorithm, and so another signature', (text: string) => text.replace('"digestSignatureAlgorithm"', '"x"')],
  ])('with %s is not valid', (_what, change) => {
    const found = foundDigest();
    const content = Buffer.from(change(Buffer.from(found.content ?? '').toString()));
    expect(verifyDigest({ ...found, content }, [publicKeyFor(-1, 1)]).fault).toMatch(/^(?:no-signature|signature)$/);
  });

  it.each<[what: string, more: Partial<FoundDigest>, fault: string]>([
    ['at another key', { key: KEY.replace('20240301T12', '20240301T13') }, 'moved'],
    ['in another bucket', { bucket: 'other' }, 'moved'],
    ['without a signature in its metadata', { signature: null }, 'no-signature'],
    ['with a signature that is not hex', { signature: 'xyz' }, 'signature'],
    ['with half a byte too much', { signature: `${foundDigest().signature}a` }, 'signature'],
    ['that is not gzip', { content: null }, 'format'],
  ])('%s is not valid', (_what, more, fault) => {
    const found = { ...foundDigest(), ...more };
    expect(verifyDigest(found, [publicKeyFor(-1, 1)])).toMatchObject({ fault, isProven: false });
  });

  it('is not valid with a key that is none', () => {
    const key = { ...publicKeyFor(-1, 1), der: Buffer.from('no key') };
    expect(verifyDigest(foundDigest(), [key])).toMatchObject({ fault: 'key-unknown', isProven: false });
  });

  it('that is backfilled and whose metadata does not say when it was generated is not valid', () => {
    const found = foundDigest(KEY.replace('.json', '_backfill.json'));
    expect(verifyDigest(found, [publicKeyFor(-100, 100)])).toMatchObject({ fault: 'format', isProven: false });
  });

  it.each([
    [publicKeyFor(-100, 47), null],
    [publicKeyFor(49, 100), null],
    [publicKeyFor(-100, 46), 'key-expired'],
    [publicKeyFor(50, 100), 'key-expired'],
  ])('that is backfilled may be signed within an hour of the time at which it was generated', (key, fault) => {
    const found = foundDigest(KEY.replace('.json', '_backfill.json'), { generatedAt: '2024-03-03T12:00:00Z' });
    expect(verifyDigest(found, [key]).fault).toBe(fault);
  });

  it('that is backfilled is proven by a key that was valid when it was generated', () => {
    const found = foundDigest(KEY.replace('.json', '_backfill.json'), { generatedAt: '2024-03-03T12:00:00Z' });
    expect(verifyDigest(found, [publicKeyFor(47, 90)]).fault).toBeNull();
    expect(verifyDigest(found, [publicKeyFor(-10, 10)]).fault).toBe('key-expired');
  });
});
