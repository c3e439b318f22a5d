// The part of `node:crypto` that the core uses, for browsers: SHA-256 of texts, and random ids. In: text. Out: the same hash as in
// Node.js.

import { Bytes } from './buffer.ts';
import { sha256 } from './sha256.ts';

const encoder = new TextEncoder();

/** The SHA-256 of a text. */
export function hash(algorithm: string, text: string, encoding: 'hex' | 'base64url'): string {
  if (algorithm !== 'sha256') throw new Error(`the algorithm ${algorithm} is not supported`);
  return new Bytes(sha256(encoder.encode(text))).toString(encoding);
}

/** An id that no one else has. Pages from disk have no `crypto.randomUUID` in every browser. */
export function randomUUID(): string {
  return new Bytes(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
}
