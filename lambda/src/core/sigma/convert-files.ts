// Converts Sigma files. In: the files of one conversion, so that correlation rules find the rules they refer to. Out: a rule for
// each document that can be converted, and a refusal for each other one. Never throws for what is in a file.

import { convertDocuments } from './convert-documents.ts';
import type { ConvertedRule, Remark } from './converted-rule.ts';
import { readDocuments } from './read-documents.ts';
import { Refusal } from './refusal.ts';

export interface SigmaFile {
  /** The path, for messages and as the source of rules. */
  readonly path: string;
  readonly text: string;
}

export interface Conversion {
  readonly rules: readonly ConvertedRule[];
  readonly remarks: readonly Remark[];
}

/** Converts every document of the files. The caller must have awaited `loadPatternEngine`. */
export function convertFiles(files: readonly SigmaFile[]): Conversion {
  const results = convertDocuments(files.flatMap(documentsOf));
  return {
    rules: results.flatMap(({ rule }) => (rule === null ? [] : [rule])),
    remarks: results.flatMap(({ remarks }) => remarks),
  };
}

function documentsOf({ path, text }: SigmaFile) {
  const documents = readDocuments(text.replace(/^\uFEFF/, ''));
  if (documents.length === 0) return [{ path, document: new Refusal(1, 'the file has no YAML document') }];
  return documents.map((document) => ({ path, document }));
}
