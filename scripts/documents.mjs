// What the generators of documents share: finding files, replacing a part of a document, and writing or comparing documents.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** The text of a file, whose path starts at the root of the repository. */
export const read = (path) => readFileSync(join(ROOT, path), 'utf8');

export const readJson = (path) => JSON.parse(read(path));

/** A document with `content` between the markers `<!-- name -->` and `<!-- /name -->`. A name can be several words; the end has the first. */
export function replaceBetween(text, name, content) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name.split(' ')[0]} -->`];
  const place = new RegExp(`(${open}\n+).*?(\n+${close})`, 's');
  if (!place.test(text)) throw new Error(`the document needs the markers ${open} and ${close}`);
  return text.replace(place, (_, before, after) => `${before}${content}${after}`);
}

/** Writes documents, given by their paths from the root of the repository. `onlyCheck` writes nothing, and fails if one is out of date. */
export function publish(documents, onlyCheck) {
  for (const [path, text] of Object.entries(documents)) {
    const file = resolve(ROOT, path);
    if (!onlyCheck) writeFileSync(file, text);
    else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      console.error(`${path} is out of date. Run node scripts/${basename(process.argv[1])}.`);
      process.exitCode = 1;
    }
  }
}
