// Recognizes correlation rules, which cannot be converted, and the rules that only feed them. In: documents. Out: what a
// correlation refers to.
// https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md

import { childOf, type MapTree, type Tree } from './read-documents.ts';
import type { SigmaRule } from './sigma-rule.ts';

export interface Correlation {
  readonly path: string;
  readonly line: number;
  /** The rules it refers to, by name or id; in the same file also by title, as published rules do. */
  readonly rules: readonly string[];
  /** Whether these rules also alert on their own. */
  readonly generate: boolean;
}

/** Returns the correlation of a document; null if it is another kind of document. */
export function correlationOf(document: Tree, path: string): Correlation | null {
  const entry = document.kind === 'map' ? document.entries.find(({ key }) => key === 'correlation') : undefined;
  if (document.kind !== 'map' || entry === undefined) return null;
  const { value, line } = entry;
  if (value.kind !== 'map') return { path, line, rules: [], generate: false };
  return { path, line, rules: referencesOf(childOf(value, 'rules')), generate: isTrue(document) || isTrue(value) };
}

function referencesOf(rules: Tree | undefined): readonly string[] {
  const items = rules?.kind === 'list' ? rules.items : rules === undefined ? [] : [rules];
  return items.flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : []));
}

// In the specification it is next to `correlation`; in published rules also inside.
function isTrue(map: MapTree): boolean {
  const generate = childOf(map, 'generate');
  return generate?.kind === 'scalar' && generate.value === true;
}

/** Whether a rule in the file at `path` alerts only through this correlation. */
export function feeds({ id, name, title }: SigmaRule, path: string, correlation: Correlation): boolean {
  const names = correlation.path === path ? [id, name, title] : [id, name];
  return !correlation.generate && names.some((one) => one !== null && correlation.rules.includes(one));
}
