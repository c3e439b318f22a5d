// Texts are in plain technical English: no text of the repository contains a phrase of ./plain-language.ts. Identifiers are read
// as words, so `isTold` contains "told".

import { describe, expect, it } from 'vitest';
import { readText } from '../repository.ts';
import { filesOfRepository } from '../repository-files.ts';
import { PHRASES, type Phrase } from './plain-language.ts';

const TEXTS = /\.(?:md|tf|hcl|sh|mjs|ts|py|ya?ml|example)$|\.cases\.json$|^package\.json$|^\.ci\/run$/;

// What others wrote, and what quotes phrases in order to replace them.
const NOT_OURS = [
  'lambda/test/fixtures/',
  'lambda/test/conformance/',
  'lambda/test/features/plain-language.',
  'docs/adr/0090-plain-technical-english.md',
];

const FILES = filesOfRepository().filter(
  (file) => TEXTS.test(file) && !NOT_OURS.some((start) => file.startsWith(start)),
);

// A phrase may continue in the next line of a comment.
const GAP = String.raw`(?:[ \t]+|[ \t]*\n[ \t]*(?:(?://+|#|\*|>)[ \t]+)?)`;

const PATTERNS = PHRASES.map((phrase) => ({
  phrase,
  pattern: new RegExp(String.raw`\b(?:${phrase.find.replaceAll(' ', GAP)})\b`, 'gi'),
}));

/** `wasToldAgain` and `was_told_again` as words, in the same lines. */
const asWords = (text: string): string => text.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|_/g, ' ');

const isExcepted = ({ except = [] }: Phrase, file: string, line: string): boolean =>
  except.some((exception) => file.startsWith(exception.file) && line.includes(exception.line));

/** `file:line: phrase -> replacement`, for every phrase of the text. */
function findPhrases(file: string, text: string): string[] {
  const lines = text.split('\n');
  const words = asWords(text);
  return PATTERNS.flatMap(({ phrase, pattern }) =>
    [...words.matchAll(pattern)].flatMap(({ 0: found, index }) => {
      const number = words.slice(0, index).split('\n').length;
      if (isExcepted(phrase, file, lines[number - 1] ?? '')) return [];
      return [`${file}:${number}: "${found.replaceAll(/\s+/g, ' ')}" -> ${phrase.write}`];
    }),
  );
}

describe('the texts of this repository', () => {
  const texts = FILES.map((file) => ({ file, text: readText(file) }));

  it('include documents, code, Terraform, workflows and examples', () => {
    for (const file of ['README.md', 'variables.tf', '.ci/run', '.github/workflows/ci.yml', 'lambda/src/handler.ts']) {
      expect(FILES).toContain(file);
    }
  });

  it('contain no phrase that has a plain replacement', () => {
    expect(texts.flatMap(({ file, text }) => findPhrases(file, text))).toEqual([]);
  });
});

describe('the search for phrases', () => {
  it.each([
    ['a word', 'It is told.', 'told'],
    ['a word at the start', 'Told once', 'Told'],
    ['a part of a camel-case identifier', 'const isToldAlready = 1;', 'Told'],
    ['a part of a snake-case identifier', 'told_at', 'told'],
    ['a phrase across lines', 'a queue of\nits own', 'of its own'],
    ['a phrase across lines of a comment', '  // a queue of\n  // its own', 'of // its own'],
    ['a phrase across lines of a doc comment', ' * begins anew at\n * once', 'at * once'],
  ])('finds %s', (_, text, found) => {
    expect(findPhrases('x.ts', text).some((message) => message.includes(`"${found}" ->`))).toBe(true);
  });

  it.each([
    ['a longer word', 'stolders and tolder'],
    ['an allowed line', "kind: 'digest'"],
    ['a digest file of CloudTrail', 'skips digest files'],
  ])('does not find %s', (_, text) => {
    expect(findPhrases('x.ts', text)).toEqual([]);
  });

  it('reports file, line, phrase and replacement', () => {
    expect(findPhrases('docs/x.md', 'one\ntwo is begun')).toEqual(['docs/x.md:2: "begun" -> started']);
  });
});
