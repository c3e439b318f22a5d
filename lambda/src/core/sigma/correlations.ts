// Recognizes correlation rules. In: documents. Out: the rules that a correlation refers to, even if the rest of it is not valid.
// https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md

import { childOf, type MapTree, type Tree } from './read-documents.ts';

/** A correlation as far as other rules have to know it. */
export interface CorrelationOutline {
  readonly path: string;
  readonly line: number;
  /** The rules it refers to, by name or id; in the same file also by title, as published rules do. */
  readonly rules: readonly string[];
  /** Whether these rules also alert on their own. */
  readonly generate: boolean;
}

/** Returns the outline of a correlation; null if the document is of another kind. */
export function outlineOf(document: Tree, path: string): CorrelationOutline | null {
  const entry = document.kind === 'map' ? document.entries.find(({ key }) => key === 'correlation') : undefined;
  if (document.kind !== 'map' || entry === undefined) return null;
  const { value, line } = entry;
  if (value.kind !== 'map') return { path, line, rules: [], generate: false };
  return { path, line, rules: referencesOf(childOf(value, 'rules')), generate: isTrue(document) || isTrue(value) };
}

function referencesOf(rules: Tree | undefined): readonly string[] {
  const items = rules?.kind === 'list' ? rules.items : rules === undefined ? [] : [rules];
  return items.flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value.trim()] : []));
}

// In the specification it is next to `correlation`; in published rules also inside.
function isTrue(map: MapTree): boolean {
  const generate = childOf(map, 'generate');
  return generate?.kind === 'scalar' && generate.value === true;
}
