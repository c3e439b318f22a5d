// The signature of a digest: SHA256withRSA over four lines. In: a digest, its content and a key. Out: whether it signed it.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html

import { hash, type KeyObject, verify } from 'node:crypto';
import type { Digest } from './digest.ts';

/** SHA-256 in lower-case hex. */
export function sha256(content: Uint8Array): string {
  return hash('sha256', content, 'hex');
}

/** The text that CloudTrail signs. The first digest of a chain has the word `null` instead of a signature before it. */
export function signedText({ endTime, location, previousSignature }: Digest, contentSha256: string): string {
  return [endTime, `${location.bucket}/${location.key}`, contentSha256, previousSignature ?? 'null'].join('\n');
}

/** Whether a signature in hex is that of a text. */
export function isSignatureOf(text: string, signature: string, key: KeyObject): boolean {
  if (!/^(?:[0-9a-f]{2})+$/i.test(signature)) return false;
  return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'hex'));
}
