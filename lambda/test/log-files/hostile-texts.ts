// Log files in unusual notation. Each contains a record that the reader must find.

const quiet = (eventID: string) => `{"eventVersion":"1.08","eventName":"DescribeThings","eventID":"${eventID}"}`;
const file = (...records: string[]) => `{"Records":[${records.join(',')}]}`;

/** Valid JSON; in each, `ConsoleLogin` is the `eventName` of exactly the records with the id `wanted`. */
export const HOSTILE_TEXTS: readonly (readonly [title: string, text: string])[] = [
  ['an escaped key', file(quiet('1'), '{"event\\u004eame":"ConsoleLogin","eventID":"wanted"}')],
  ['a key escaped throughout', file('{"\\u0065\\u0076entName":"ConsoleLogin","eventID":"wanted"}', quiet('1'))],
  ['an escaped value', file('{"eventName":"Console\\u004cogin","eventID":"wanted"}', quiet('1'))],
  ['a value escaped in lower-case hex', file('{"eventName":"\\u0043onsole\\u004Cogin","eventID":"wanted"}')],
  ['odd spacing', '{ "Records" :\t[ { "eventName"  :\n "ConsoleLogin" , "eventID" : "wanted" } ,\r\n {} ] }\n'],
  [
    'pretty-printed text',
    JSON.stringify(JSON.parse(file(quiet('1'), '{"eventName":"ConsoleLogin","eventID":"wanted"}')), null, 4),
  ],
  ['CRLF line ends', `{"Records":[\r\n${quiet('1')},\r\n{"eventName":\r\n"ConsoleLogin","eventID":"wanted"}\r\n]}\r\n`],
  ['a byte order mark', `\ufeff${file('{"eventName":"ConsoleLogin","eventID":"wanted"}')}`],
  [
    'nested keys of the same name before the real one',
    file('{"requestParameters":{"eventName":"No"},"eventName":"ConsoleLogin","eventID":"wanted"}'),
  ],
  [
    'nested keys of the same name after the real one',
    file('{"eventName":"ConsoleLogin","x":[{"eventName":"No"}],"eventID":"wanted"}', quiet('1')),
  ],
  [
    'the name under a nested key only',
    file(
      '{"x":{"eventName":"ConsoleLogin"},"eventName":"No","eventID":"1"}',
      '{"eventName":"ConsoleLogin","eventID":"wanted"}',
    ),
  ],
  [
    'duplicate keys, the last of which counts',
    file(
      '{"eventName":"No","eventName":"ConsoleLogin","eventID":"wanted"}',
      '{"eventName":"ConsoleLogin","eventName":"No","eventID":"1"}',
    ),
  ],
  [
    'markers inside strings',
    file('{"a":"\\"eventName\\":\\"ConsoleLogin\\"","eventID":"1"}', '{"eventName":"ConsoleLogin","eventID":"wanted"}'),
  ],
  [
    'record boundaries inside strings',
    file('{"a":"},{\\"eventVersion\\":1},{","eventName":"ConsoleLogin","eventID":"wanted"}', quiet('1')),
  ],
  [
    'braces in strings after every char that may precede a string',
    file(
      '{"a":":{","b":",}","c":"[{","d":"{}","e":" }","f":"{{{{","eventName":"ConsoleLogin","eventID":"wanted"}',
      quiet('1'),
    ),
  ],
  [
    'strings that consist of one brace',
    file('{"a":"}","b":"{","c":["{","}"],"}":"{","eventName":"ConsoleLogin","eventID":"wanted"}', quiet('1')),
  ],
  [
    'strings that end in backslashes',
    file('{"a":"\\\\","b":"}\\\\","c":"\\\\\\"}","eventName":"ConsoleLogin","eventID":"wanted"}', quiet('1')),
  ],
  [
    'records nested in a record',
    file(
      `{"x":[${quiet('1')},{"eventVersion":"1","eventName":"No"},${quiet('2')}],"eventName":"ConsoleLogin","eventID":"wanted"}`,
    ),
  ],
  [
    'a record nested in a list of records',
    file(
      `{"eventVersion":"1","x":[${quiet('1')},${quiet('2')}],"eventName":"ConsoleLogin","eventID":"wanted"}`,
      quiet('3'),
    ),
  ],
  ['another key before Records', `{"Digest":{},"Records":[{"eventName":"ConsoleLogin","eventID":"wanted"}]}`],
  [
    'another key after Records',
    `{"Records":[${quiet('1')},{"eventName":"ConsoleLogin","eventID":"wanted"}],"Next":[{}]}`,
  ],
  ['two lists of Records', `{"Records":[${quiet('1')}],"Records":[{"eventName":"ConsoleLogin","eventID":"wanted"}]}`],
  [
    'elements that are not objects',
    file(
      'null',
      '"eventName"',
      '{"eventName":"ConsoleLogin","eventID":"wanted"}',
      '[{"eventName":"ConsoleLogin"}]',
      '7',
    ),
  ],
  [
    'non-ASCII characters',
    file('{"a":"✓ 日本 😀 \u2028","é":"}","eventName":"ConsoleLogin","eventID":"wanted"}', quiet('1')),
  ],
  [
    'a long record',
    file(
      quiet('1'),
      `{"a":"${'x{}"'.replaceAll('"', '\\"').repeat(60_000)}","eventName":"ConsoleLogin","eventID":"wanted"}`,
      quiet('2'),
    ),
  ],
  [
    'a key of the prototype',
    file('{"__proto__":{"eventName":"x"},"constructor":1,"eventName":"ConsoleLogin","eventID":"wanted"}', quiet('1')),
  ],
  ['empty records', file('{}', '{ }', '{"eventName":"ConsoleLogin","eventID":"wanted"}', '{}')],
  [
    'values of other types',
    file(
      '{"eventName":null}',
      '{"eventName":1}',
      '{"eventName":{"ConsoleLogin":1}}',
      '{"eventName":["ConsoleLogin"]}',
      '{"eventName":"ConsoleLogin","eventID":"wanted"}',
    ),
  ],
  [
    'deep nesting',
    file(`{"a":${'[{"b":'.repeat(200)}1${'}]'.repeat(200)},"eventName":"ConsoleLogin","eventID":"wanted"}`, quiet('1')),
  ],
];

/** Invalid JSON, with the ids of the records that the reader must find, and the number of broken ones that it reports. */
export const TORN_TEXTS: readonly (readonly [title: string, text: string, ids: readonly string[], broken: number])[] = [
  ['a truncated tail', `{"Records":[${quiet('1')},${quiet('2')},{"eventVersion":"1.08","eventNa`, ['1', '2'], 1],
  ['a tail truncated between records', `{"Records":[${quiet('1')},${quiet('2')},`, ['1', '2'], 0],
  ['a tail truncated after a record', `{"Records":[${quiet('1')},${quiet('2')}`, ['1', '2'], 0],
  ['a missing brace', file(quiet('1'), quiet('2').slice(0, -1), quiet('3'), quiet('4')), ['1', '3', '4'], 1],
  ['a brace too many', file(quiet('1'), `${quiet('2')}}`, quiet('3')), ['1', '2', '3'], 1],
  ['a missing quote', file(quiet('1'), quiet('2').replace('2"', '2'), quiet('3'), quiet('4')), ['1', '3', '4'], 1],
  ['a raw control character', file(quiet('1'), quiet('2\n'), quiet('3')), ['1', '3'], 1],
  ['a bare word', file(quiet('1'), '{"eventVersion":undefined}', quiet('3')), ['1', '3'], 1],
  ['garbage between records', file(quiet('1'), '%%%', quiet('3')), ['1', '3'], 1],
  ['a missing comma', `{"Records":[${quiet('1')}${quiet('2')},${quiet('3')}]}`, ['1', '2', '3'], 1],
  ['a trailing comma', `{"Records":[${quiet('1')},${quiet('2')},]}`, ['1', '2'], 0],
  ['two files in one', `${file(quiet('1'))}${file(quiet('2'))}`, ['1', '2'], 1],
  [
    'records that begin with another key',
    file('{"awsRegion":"x","eventID":"1"}', '{"awsRegion":{"eventID":"2"', '{"awsRegion":"x","eventID":"3"}'),
    ['1', '3'],
    1,
  ],
];
