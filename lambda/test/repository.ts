// The files of this repository. Their paths begin at its root.

import { readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export const readText = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: each caller knows what is in its file, as with JSON.parse.
export const readJson = (file: string): any => JSON.parse(readText(file));
