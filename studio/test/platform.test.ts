// What replaces Node.js in the browser does the same as Node.js.

import { createHash, hash as hashInNode } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Buffer as Replacement } from '../src/platform/buffer.ts';
import { hash } from '../src/platform/crypto.ts';
import { sha256 } from '../src/platform/sha256.ts';
import { gunzip } from '../src/platform/zlib.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 300 });

describe('SHA-256 in JavaScript', () => {
  it('is that of Node.js, for bytes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
    );
  });

  it.each([55, 56, 63, 64, 65, 1_000_000])('is that of Node.js at %i bytes', (length) => {
    const bytes = new Uint8Array(length).fill(7);
    expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it.each(['hex', 'base64url'] as const)('is written as %s as in Node.js', (encoding) => {
    fc.assert(
      fc.property(text, (value) => {
        expect(hash('sha256', value, encoding)).toBe(hashInNode('sha256', value, encoding));
      }),
    );
  });
});

describe('the replacement of Buffer', () => {
  it.each(['utf8', 'latin1', 'hex', 'base64url'] as const)('writes and reads %s as in Node.js', (encoding) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), fc.nat(100), (bytes, one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        const expected = Buffer.from(bytes).toString(encoding, start, end);
        expect(Replacement.from(bytes).toString(encoding, start, end)).toBe(expected);
        if (encoding === 'latin1') return;
        const written = Buffer.from(bytes).toString(encoding);
        expect([...Replacement.from(written, encoding)]).toEqual([...Buffer.from(written, encoding)]);
      }),
    );
  });

  it('finds texts and bytes as in Node.js', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 30 });
    const sought = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(letters, sought, fc.nat(10), (value, part, from) => {
        const [one, other] = [Replacement.from(value, 'utf8'), Buffer.from(value)];
        expect(one.indexOf(part, from)).toBe(other.indexOf(part, from));
        expect(one.lastIndexOf(part)).toBe(other.lastIndexOf(part));
        expect(one.includes(Buffer.from(part), from)).toBe(other.includes(Buffer.from(part), from));
        expect(Replacement.byteLength(value)).toBe(Buffer.byteLength(value));
      }),
    );
  });

  it('joins, cuts and reads numbers as in Node.js', () => {
    const parts = [Uint8Array.of(1, 2, 3), Uint8Array.of(250, 255, 4)];
    expect([...Replacement.concat(parts)]).toEqual([...Buffer.concat(parts)]);
    expect(Replacement.concat(parts).readUInt32LE(1)).toBe(Buffer.concat(parts).readUInt32LE(1));
    expect([...Replacement.concat(parts).subarray(1, 3)]).toEqual([2, 3]);
  });
});

describe('gunzip of the browser', () => {
  const inflate = (bytes: Uint8Array, maxOutputLength = 1e9): Promise<string> =>
    new Promise((resolve, reject) => {
      gunzip(bytes, { maxOutputLength }, (error, raw) => (error ? reject(error) : resolve(String(raw))));
    });

  it('reads all members of a file', async () => {
    const members = ['one', '', 'two \u001f\u008b\u0008', 'x'.repeat(100_000)];
    expect(await inflate(Buffer.concat(members.map((member) => gzipSync(member))))).toBe(members.join(''));
  });

  it.each([
    ['ERR_BUFFER_TOO_LARGE', gzipSync('x'.repeat(1_000)), 999],
    ['Z_DATA_ERROR', Buffer.concat([gzipSync('x'), Buffer.from('rest')]), 999],
    ['Z_DATA_ERROR', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255, 255]), 999],
  ])('fails with %s', async (code, bytes, most) => {
    await expect(inflate(bytes, most)).rejects.toMatchObject({ code });
  });
});
