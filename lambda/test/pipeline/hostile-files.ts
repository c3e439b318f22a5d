// Hostile log files: each multiplies something that the function must bound. In: a raw size. Out: the bytes of an object.
// Files consist of a repeated block in gzip members, so that even large ones are cheap to create.

import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const MIB = 1024 * 1024;

export interface HostileFile {
  readonly name: string;
  /** The object's bytes for about `rawBytes` of text. */
  readonly bytes: (rawBytes: number) => Buffer;
  /** The raw size in a test of all files, if the default is too small or too large to be hostile. */
  readonly rawBytes?: number;
  readonly outcome?: 'dropped';
}

interface Text {
  readonly head?: string;
  readonly block: string | ((index: number) => string);
  readonly tail?: string;
}

/** gzip of `head`, blocks up to the raw size, and `tail`. */
function packed(rawBytes: number, { head = '{"Records":[', block, tail = ']}' }: Text, level = 6): Buffer {
  const gzip = (text: string) => gzipSync(text, { level });
  if (typeof block === 'string') {
    const size = Math.min(MIB / 4, rawBytes);
    const text = block.repeat(Math.ceil(size / block.length));
    const member = gzip(text);
    const members = Array.from({ length: Math.max(1, Math.round(rawBytes / text.length)) }, () => member);
    return Buffer.concat([gzip(head), ...members, gzip(tail)]);
  }
  const members = [gzip(head)];
  let text = '';
  for (let written = 0, index = 0; written < rawBytes; index++) {
    const next = block(index);
    written += next.length;
    text += next;
    if (text.length < MIB) continue;
    members.push(gzip(text));
    text = '';
  }
  return Buffer.concat([...members, gzip(`${text}${tail}`)]);
}

function of(name: string, text: Text, more: Partial<HostileFile> = {}): HostileFile {
  return { name, bytes: (rawBytes) => packed(rawBytes, text), ...more };
}

const record = (index: number, more: object = {}) =>
  `${index === 0 ? '' : ','}${JSON.stringify({ eventVersion: '1.08', eventName: 'GetObject', eventID: `${index}`, ...more })}`;
const keysOf = (index: number) => Object.fromEntries(Array.from({ length: 10 }, (_, key) => [`k${index}-${key}`, {}]));
// Files of this size were read as a whole, and ended the function.
const asReported = { rawBytes: 7.9 * MIB };
// Tiny elements are as hostile in fewer bytes: these are more than fit into one batch, and more than the log may have lines.
const tiny = { rawBytes: 1.5 * MIB };
const dropped = { outcome: 'dropped' } as const;

export const HOSTILE_FILES: readonly HostileFile[] = [
  of('numbers', { block: '1,', tail: '1]}' }, tiny),
  of('empty lists', { block: '[],', tail: '1]}' }, asReported),
  of('empty objects', { block: '{},', tail: '{}]}' }, asReported),
  of('strings', { block: '"",', tail: '1]}' }, tiny),
  of('nulls', { block: 'null,', tail: '1]}' }),
  of('beginnings of records', { block: ',{"eventVersion"' }),
  of('beginnings of records with open strings', { block: '{"eventVersion":"1.08","a":"' }),
  of('records that are not valid JSON', { block: '{"eventVersion":x},', tail: '1]}' }, tiny),
  of('alerts that are not valid JSON', { block: '{"eventVersion":x,"eventName":"DeleteTrail"},', tail: '1]}' }),
  of('alerts that are not valid JSON, with others inside', {
    block: '{"eventVersion":x,"eventName":"DeleteTrail","a":{"eventVersion":1}},',
    tail: '1]}',
  }),
  of('records without commas', { block: '{}' }, tiny),
  of('commas', { block: ',' }, tiny),
  of('words', { block: 'x,', tail: '1]}' }, tiny),
  of('closing braces', { block: '}' }),
  of('closing brackets', { block: ']' }),
  of('ends of documents', { block: '{"eventVersion":1}]}' }),
  of('bytes that are not UTF-8', { block: '"\xff\xfe",', tail: '1]}' }),
  of('lists nested without an end', { block: '[' }),
  of('objects nested without an end', { block: '{"a":' }),
  of('a string without an end', { head: '{"Records":[{"a":"', block: 'x' }),
  of('a string of escapes', { head: '{"Records":[{"a":"', block: '\\u0000', tail: '"}]}' }),
  of('a string of braces and quotes', { head: '{"Records":[{"a":"', block: '{\\"}', tail: '"}]}' }),
  of('a record of empty objects', { head: '{"Records":[{"a":[', block: '{},', tail: '1]}]}' }),
  of(
    'the largest record, of empty objects',
    { head: '{"Records":[{"a":[', block: '{},', tail: '1]}]}' },
    { rawBytes: 1.5 * MIB },
  ),
  of(
    'the largest record, which alerts',
    { head: '{"Records":[{"eventName":"DeleteTrail","a":[', block: '{"b":1},', tail: '1]}]}' },
    { rawBytes: 1.75 * MIB },
  ),
  of(
    'a record above the largest, of empty objects',
    { head: '{"Records":[{"a":[', block: '{},', tail: '1]}]}' },
    { rawBytes: 2.75 * MIB },
  ),
  of(
    'the largest record, whose keys differ, which alerts',
    { head: '{"Records":[{"eventName":"DeleteTrail","a":{', block: (index) => `"k${index}":{},`, tail: '"z":1}}]}' },
    { rawBytes: 2.75 * MIB },
  ),
  of('records whose keys differ', { block: (index) => record(index, { requestParameters: keysOf(index) }) }),
  of('white space', { block: ' ', tail: '{}]}' }),
  of('white space in a record', { head: '{"Records":[{', block: ' ', tail: '}]}' }),
  of('a key without an end', { head: '{"', block: 'a', tail: '":1}' }, dropped),
  of('keys', { head: '{', block: '"a":1,', tail: '"Records":[]}' }),
  of('lists Records', { head: '{', block: '"Records":[1],', tail: '"Records":[]}' }),
  of('Records that are not lists', { head: '{', block: '"Records":1,', tail: '"Records":[]}' }),
  of('a value before Records', { head: '{"a":[', block: '{"a":[]},', tail: '1],"Records":[]}' }),
  of('records that a rule cannot evaluate', { block: (index) => record(index, { eventName: 7 }) }),
  of(
    'small records that alert',
    { block: (index) => record(index, { eventName: 'DeleteTrail' }) },
    { rawBytes: 0.5 * MIB },
  ),
  {
    name: 'empty gzip members',
    bytes: (rawBytes) => Buffer.concat(Array(Math.ceil(rawBytes / 20)).fill(gzipSync(''))),
    ...dropped,
  },
  { name: 'records that do not compress', bytes: (rawBytes) => packed(rawBytes, { block: noise }, 1) },
  { name: 'records without compression', bytes: (rawBytes) => packed(rawBytes, { block: noise }, 0) },
  { name: 'text without gzip', bytes: (rawBytes) => Buffer.from(`{"Records":[${'1,'.repeat(rawBytes / 2)}1]}`) },
  { name: 'an object above the limit', bytes: () => Buffer.alloc(57 * MIB), ...dropped },
];

function noise(index: number): string {
  return record(index, { requestParameters: { key: randomBytes(6_000).toString('base64') } });
}
