// Finds the names that a misspelled name was probably meant to be. In: known names, and a name as written. Out: the closest names. Names
// consist of words that begin with a capital letter.

import { closest } from '../../core/language/suggest.ts';

/** How a set of names is spelled. */
export interface Spelling {
  /** The names that were meant: of `own`, if one is close; otherwise of all, but only if a word is misspelled. */
  meant(written: string, own: ReadonlySet<string>): readonly string[];
}

// A difference of one letter counts always, because that is what most typing errors and singulars are. Names of real operations often differ
// by more (GetObject, PutObject; ListRoots, ListRules), so two differences count only if a word of the name occurs in no known name.
/** Creates the spelling of `known` names. `hasUnknownWord` says whether a name contains a word that is none. */
export function createSpelling(known: ReadonlySet<string>, hasUnknownWord = unknownWordsOf(known)): Spelling {
  const byLowerCase = once(() => {
    const found = new Map<string, string[]>();
    for (const name of known) found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), name]);
    return found;
  });
  const alikeTo = once(() => createComparison(known));
  return {
    meant(written, own) {
      if (own.has(written) || (own.size === 0 && known.has(written))) return [];
      const isOther = known.has(written);
      const inOtherCase = isOther ? undefined : byLowerCase().get(written.toLowerCase());
      if (inOtherCase !== undefined) return inOtherCase;
      const isMisspelled = !isOther && hasUnknownWord(written);
      const most = isMisspelled && written.length >= LONG ? 2 : 1;
      const ofOwn = closest(written, own, { most, replacement: 2 });
      if (ofOwn.length > 0 || (own.size > 0 && !isMisspelled)) return ofOwn;
      return closest(written, alikeTo()(written, most), { most, replacement: 2 });
    },
  };
}

const LONG = 10;

// Few names have to be compared in full: those of nearly the same length and with nearly the same letters.
function createComparison(known: ReadonlySet<string>): (written: string, most: number) => Iterable<string> {
  const byLength: { readonly name: string; readonly letters: number }[][] = [];
  for (const name of known) {
    byLength[name.length] ??= [];
    byLength[name.length]?.push({ name, letters: lettersOf(name) });
  }
  return function* (written, most) {
    const own = lettersOf(written);
    for (const similar of byLength.slice(Math.max(0, written.length - most), written.length + most + 1))
      for (const { name, letters } of similar ?? []) if (differences(letters, own) <= most) yield name;
  };
}

// The letters in a name as bits. An inserted or a dropped letter changes one of them at most.
function lettersOf(name: string): number {
  let letters = 0;
  for (let at = 0; at < name.length; at++) letters |= 1 << (name.charCodeAt(at) & 31);
  return letters;
}

function differences(one: number, other: number): number {
  let count = 0;
  for (let rest = one ^ other; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function unknownWordsOf(known: ReadonlySet<string>): (written: string) => boolean {
  const words = once(() => new Set([...known].flatMap(wordsOf)));
  return (written) => !wordsOf(written).every((word) => isWord(word, words()));
}

// `DeleteDBCluster` has the words Delete, DB and Cluster.
function wordsOf(name: string): string[] {
  return name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^A-Za-z]+/g) ?? [];
}

// New acronyms and numbers appear in names every day. A single letter is a letter too many.
function isWord(word: string, words: ReadonlySet<string>): boolean {
  return word.length > 1 ? /^(?:[A-Z]+|\d+)$/.test(word) || words.has(word) : /^[\dV]$/.test(word);
}

/** The starts of a name that end with a word: Delete, DeleteBucket. */
export function startsOf(name: string): string[] {
  const words = wordsOf(name);
  return words.map((_, at) => words.slice(0, at + 1).join(''));
}

/** Calls a function when its value is needed for the first time. */
export function once<T>(create: () => T): () => T {
  let created: { readonly value: T } | null = null;
  return () => {
    created ??= { value: create() };
    return created.value;
  };
}
