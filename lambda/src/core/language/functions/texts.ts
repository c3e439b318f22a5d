// Functions that test or convert strings. In: checked values. Out: a value; `undefined` if there is none.
// Lengths and positions count characters as in Python, not UTF-16 units. Every result has a limited length.

import { limits } from '../limits.ts';
import { includesText, indexOfText } from '../search-text.ts';
import { areEqual, isList, type Value } from '../values.ts';
import { type LanguageFunction, type Run, textsOf } from './language-function.ts';
import { urlDecode } from './url-decode.ts';

const text = { name: 'text', type: 'text' } as const;

const before = (whole: string, mark: string): string => {
  const index = indexOfText(whole, mark);
  return index < 0 ? whole : whole.slice(0, index);
};

/** Functions of strings. */
export const textFunctions: readonly LanguageFunction[] = [
  {
    name: 'startsWith',
    aliases: ['startswith'],
    parameters: [text, { name: 'prefixes', type: 'texts' }],
    returns: 'boolean',
    summary: 'True if the string starts with the prefix, or with any prefix of a list.',
    example: 'eventName.startsWith(["Delete", "Detach"])',
    prepare: ([, prefixes]) => affixTest(prefixes, (whole, prefix) => whole.startsWith(prefix)),
  },
  {
    name: 'endsWith',
    aliases: ['endswith'],
    parameters: [text, { name: 'suffixes', type: 'texts' }],
    returns: 'boolean',
    summary: 'True if the string ends with the suffix, or with any suffix of a list.',
    example: 'sourceIPAddress.endsWith(".amazonaws.com")',
    prepare: ([, suffixes]) => affixTest(suffixes, (whole, suffix) => whole.endsWith(suffix)),
  },
  {
    name: 'contains',
    parameters: [
      { name: 'whole', type: 'text or list' },
      { name: 'part', type: 'scalar' },
    ],
    returns: 'boolean',
    summary: 'True if the string contains the substring, or the list contains the element.',
    example: 'userAgent.contains("console")',
    prepare: () => contains,
  },
  {
    name: 'containsAny',
    parameters: [text, { name: 'parts', type: 'texts' }],
    returns: 'boolean',
    summary: 'True if the string contains the substring, or any substring of a list.',
    example: 'containsAny(userAgent, ["kali", "parrot", "pentoo"])',
    prepare: ([, parts]) => affixTest(parts, includesText),
  },
  {
    name: 'lower',
    aliases: ['toLowerCase'],
    parameters: [text],
    returns: 'text',
    summary: 'The string in lower case.',
    example: 'eventName.lower() == "consolelogin"',
    prepare: () => (value) => (value as string).toLowerCase(),
  },
  {
    name: 'upper',
    aliases: ['toUpperCase'],
    parameters: [text],
    returns: 'text',
    summary: 'The string in upper case.',
    example: 'userIdentity.userName.upper().startsWith("ADMIN")',
    prepare: () => (value) => (value as string).toUpperCase(),
  },
  {
    name: 'strip',
    aliases: ['trim'],
    parameters: [text, { name: 'characters', type: 'text', optional: true }],
    returns: 'text',
    summary: 'The string without white space, or without the given characters, at both ends.',
    example: 'errorMessage.strip() != ""',
    prepare: () => {
      const setOf = characterSets();
      return (value, characters) => strip(value as string, setOf(characters as string | null));
    },
  },
  {
    name: 'urlDecode',
    parameters: [text],
    returns: 'text',
    summary: 'The string with percent-encoded characters decoded as UTF-8; malformed parts and `+` are unchanged.',
    example: 'urlDecode(requestParameters.roleArn).endsWith(":role/admin")',
    prepare: () => (value) => urlDecode(value as string),
  },
  {
    name: 'find',
    parameters: [text, { name: 'part', type: 'text' }],
    returns: 'number',
    summary: 'The position of the first occurrence of a substring, counted from 0; -1 if there is none.',
    example: 'userIdentity.arn.find(":root") >= 0',
    prepare: () => (value, part) => find(value as string, part as string),
  },
  {
    name: 'replace',
    parameters: [text, { name: 'old', type: 'text' }, { name: 'new', type: 'text' }],
    returns: 'text',
    summary: 'The string with every occurrence of the old substring replaced.',
    example: 'userIdentity.userName.replace("-", "_") == "build_agent"',
    prepare: () => (value, old, fresh) => replace(value as string, old as string, fresh as string),
  },
  {
    name: 'before',
    parameters: [text, { name: 'mark', type: 'text' }],
    returns: 'text',
    summary: 'The part of the string before the first occurrence of a substring; the whole string if there is none.',
    example: 'userAgent.before("/") == "aws-cli"',
    prepare: () => (value, mark) => before(value as string, mark as string),
  },
  {
    name: 'len',
    aliases: ['size'],
    parameters: [{ name: 'value', type: 'anything' }],
    returns: 'number',
    summary: 'The number of characters of a string, elements of a list or keys of an object.',
    example: 'len(userAgent) > 200',
    prepare: () => size,
  },
];

/** The number of occurrences of a substring without overlap, as in Python. */
export function countOccurrences(whole: string, part: string): number {
  if (part === '') return characterCount(whole) + 1;
  let count = 0;
  for (let at = indexOfText(whole, part); at !== -1; at = indexOfText(whole, part, at + part.length)) count++;
  return count;
}

/** Prepares a test of a string with a string, or with any string of a list. */
export function affixTest(constant: Value | undefined, test: (whole: string, affix: string) => boolean): Run {
  if (typeof constant === 'string') return (whole) => test(whole as string, constant);
  if (constant !== undefined) {
    const known = textsOf(constant);
    return (whole) => known.some((affix) => test(whole as string, affix));
  }
  return (whole, affixes) => {
    const texts = textsOf(affixes);
    if (texts.some((affix) => test(whole as string, affix))) return true;
    return isList(affixes) && texts.length < affixes.length ? undefined : false;
  };
}

const contains: Run = (whole, part) => {
  if (isList(whole)) return whole.some((item) => areEqual(item, part));
  return typeof part === 'string' ? includesText(whole as string, part) : undefined;
};

// Python's white space: unlike JavaScript's, it includes U+001C to U+001F and U+0085, but not U+FEFF.
function isSpace(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code === 0xfeff) return false;
  return (code >= 0x1c && code <= 0x1f) || code === 0x85 || character.trim() === '';
}

// Caches the set for the last characters: they can be a long field that is used once per element of a list.
function characterSets(): (characters: string | null) => ReadonlySet<string> | null {
  let [last, set]: [string | null, ReadonlySet<string> | null] = [null, null];
  return (characters) => {
    if (characters !== last) [last, set] = [characters, characters === null ? null : new Set(characters)];
    return set;
  };
}

function strip(value: string, set: ReadonlySet<string> | null): string {
  const goes = (character: string) => (set === null ? isSpace(character) : set.has(character));
  const all = [...value];
  let [start, end] = [0, all.length];
  while (start < end && goes(all[start] as string)) start++;
  while (end > start && goes(all[end - 1] as string)) end--;
  return all.slice(start, end).join('');
}

function find(value: string, part: string): number {
  const at = indexOfText(value, part);
  return at < 0 ? -1 : characterCount(value.slice(0, at));
}

function replace(value: string, old: string, fresh: string): string | undefined {
  const growth = countOccurrences(value, old) * (fresh.length - old.length);
  if (value.length + growth > limits.textLength) return undefined;
  if (old !== '') return replaceAll(value, old, fresh);
  return `${fresh}${Array.from(value, (character) => character + fresh).join('')}`;
}

function replaceAll(value: string, old: string, fresh: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = indexOfText(value, old); at !== -1; at = indexOfText(value, old, from)) {
    pieces.push(value.slice(from, at));
    from = at + old.length;
  }
  return [...pieces, value.slice(from)].join(fresh);
}

const size: Run = (value) => {
  if (typeof value === 'string') return characterCount(value);
  return isList(value) ? value.length : Object.keys(value as object).length;
};

function characterCount(value: string): number {
  let count = value.length;
  for (let at = 0; at < value.length - 1; at++) {
    if (isHighSurrogate(value.charCodeAt(at)) && isLowSurrogate(value.charCodeAt(at + 1))) count--;
  }
  return count;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
