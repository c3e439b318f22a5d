// Reads YAML documents as trees with line numbers. In: the text of a file. Out: a tree for each document, or a refusal.
// Supports what Sigma rules use: no aliases, no tags, no merge keys. Never evaluates anything.

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseAllDocuments } from 'yaml';
import { Refusal } from './refusal.ts';

/** One value of a document, and the line where it starts. */
export type Tree = ScalarTree | ListTree | MapTree;

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The scalar as written, without quotes. */
  readonly source: string;
  readonly isQuoted: boolean;
  readonly line: number;
}

interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly line: number;
}

export interface MapTree {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly line: number;
}

interface MapEntry {
  readonly key: string;
  readonly line: number;
  readonly value: Tree;
}

/** Larger files are not Sigma rules. */
export const LARGEST_FILE = 1024 * 1024;

/** Reads every document of a file. A document that is not valid YAML is a refusal. Empty documents are left out. */
export function readDocuments(text: string): readonly (Tree | Refusal)[] {
  if (text.length > LARGEST_FILE) return [new Refusal(1, `the file has more than ${LARGEST_FILE} characters`)];
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  if (!Array.isArray(documents)) return [];
  return documents
    .filter((document) => document.errors.length > 0 || document.contents !== null)
    .map((document) => readDocument(document as Document.Parsed, lines));
}

function readDocument(document: Document.Parsed, lines: LineCounter): Tree | Refusal {
  const [error] = document.errors;
  if (error !== undefined)
    return new Refusal(lines.linePos(error.pos[0]).line || 1, `not valid YAML: ${error.message}`);
  try {
    return readNode(document.contents, lines, 1);
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal;
    throw refusal;
  }
}

function readNode(node: ParsedNode | null, lines: LineCounter, parentLine: number): Tree {
  if (node === null) return { kind: 'scalar', value: null, source: '', isQuoted: false, line: parentLine };
  const line = lines.linePos(node.range[0]).line;
  if (isAlias(node)) throw new Refusal(line, 'YAML aliases are not supported: repeat the value');
  if (isMap(node)) return { kind: 'map', entries: node.items.map((pair) => readEntry(pair, lines, line)), line };
  if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => readNode(item, lines, line)), line };
  if (!isScalar(node)) throw new Refusal(line, 'this YAML is not supported');
  const { value, source = '' } = node;
  if (isPlain(value)) return { kind: 'scalar', value, source, isQuoted: node.type !== 'PLAIN', line };
  throw new Refusal(line, `\`${source}\` is not a string, a number, a boolean or null`);
}

function isPlain(value: unknown): value is ScalarTree['value'] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function readEntry(
  { key, value }: { key: ParsedNode; value: ParsedNode | null },
  lines: LineCounter,
  parentLine: number,
): MapEntry {
  const name = readNode(key, lines, parentLine);
  if (name.kind !== 'scalar') throw new Refusal(name.line, 'a key must be a string');
  return { key: String(name.value), line: name.line, value: readNode(value, lines, name.line) };
}

/** The value of a key; undefined if a map does not have it. */
export function childOf(map: MapTree, key: string): Tree | undefined {
  return map.entries.find((entry) => entry.key === key)?.value;
}
