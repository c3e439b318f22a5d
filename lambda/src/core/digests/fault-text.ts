// What is wrong with a digest, in words.

import type { DigestFault } from './verify-digest.ts';

/** Why a digest is not valid, as the end of a sentence. */
export const DIGEST_FAULTS: Readonly<Record<DigestFault | 'link' | 'too-large', string>> = {
  format: 'it is not a gzipped digest',
  moved: 'it is not where CloudTrail delivered it',
  'no-signature': 'it has no SHA256withRSA signature in its metadata',
  'key-unknown': 'none of the public keys of its region has its fingerprint',
  'key-expired': 'its public key was not valid when CloudTrail signed it',
  signature: 'its signature does not match its content',
  'too-large': 'it is too large to be verified',
  link: 'its content is not the one that the next digest refers to',
};
