// The part of Node's `Buffer` that the core uses, for browsers. In: bytes and text. Out: the same bytes and text as in Node.js.
// The build puts it in the place of the global `Buffer`. Never supports more encodings than the core needs.

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
// As many arguments as every browser accepts in one call.
const CHARS = 8_192;

/** Bytes with the methods of `Buffer` that the core calls. */
export class Bytes extends Uint8Array {
  override toString(encoding = 'utf8', start = 0, end = this.length): string {
    const bytes = this.subarray(start, end);
    if (encoding === 'utf8') return decoder.decode(bytes);
    if (encoding === 'latin1') return latin1(bytes);
    if (encoding === 'hex') return hex(bytes);
    if (encoding === 'base64url') return base64url(bytes);
    throw new Error(`the encoding ${encoding} is not supported`);
  }

  override indexOf(value: number | string, from = 0): number {
    if (typeof value === 'number') return super.indexOf(value, from);
    return positionOf(this, encoder.encode(value), from);
  }

  override includes(value: number | string | Uint8Array, from = 0): boolean {
    if (typeof value === 'number') return super.includes(value, from);
    return positionOf(this, typeof value === 'string' ? encoder.encode(value) : value, from) >= 0;
  }

  override lastIndexOf(value: number | string): number {
    if (typeof value === 'number') return super.lastIndexOf(value);
    const sought = encoder.encode(value);
    for (let at = this.length - sought.length; at >= 0; at--) if (startsAt(this, sought, at)) return at;
    return -1;
  }

  readUInt32LE(at = 0): number {
    return new DataView(this.buffer, this.byteOffset, this.byteLength).getUint32(at, true);
  }
}

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHARS) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + CHARS)));
  }
  return parts.join('');
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function base64url(bytes: Uint8Array): string {
  return btoa(latin1(bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function positionOf(bytes: Uint8Array, sought: Uint8Array, from: number): number {
  const [first = 0] = sought;
  const next = (at: number): number => Uint8Array.prototype.indexOf.call(bytes, first, at);
  let at = next(from);
  while (at >= 0 && !startsAt(bytes, sought, at)) at = next(at + 1);
  return at;
}

function startsAt(bytes: Uint8Array, sought: Uint8Array, at: number): boolean {
  for (let index = 0; index < sought.length; index++) if (bytes[at + index] !== sought[index]) return false;
  return true;
}

function fromText(text: string, encoding: string): Bytes {
  if (encoding === 'utf8') return new Bytes(encoder.encode(text));
  if (encoding === 'hex') return new Bytes(Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
  return new Bytes(Array.from(atob(base64), (char) => char.charCodeAt(0)));
}

/** The static members of `Buffer` that the core uses. */
export const Buffer = {
  alloc: (length: number): Bytes => new Bytes(length),
  byteLength: (text: string): number => encoder.encode(text).length,
  concat(parts: readonly Uint8Array[]): Bytes {
    const all = new Bytes(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  },
  from(
    source: string | ArrayBuffer | ArrayLike<number>,
    encodingOrOffset: string | number = 0,
    length?: number,
  ): Bytes {
    if (typeof source === 'string') return fromText(source, encodingOrOffset === 0 ? 'utf8' : String(encodingOrOffset));
    return source instanceof ArrayBuffer
      ? new Bytes(source, Number(encodingOrOffset), length)
      : new Bytes(source as ArrayLike<number>);
  },
};
