// Finds unknown field names for the warning `unknown_field`. In: the environment's names and a path. Out: whether the
// path is known, and the name that was probably meant. Ignores indices: `resources.0.ARN` is `resources[*].ARN`.

import type { PathStep } from './ast.ts';
import type { LanguageEnvironment } from './rule-expression.ts';
import { suggest } from './suggest.ts';

interface FieldNames {
  /** Known names and their parents. */
  readonly exact: ReadonlySet<string>;
  /** Prefixes below which every name is known. */
  readonly free: readonly string[];
  readonly leaves: readonly string[];
  readonly byLowerCase: ReadonlyMap<string, string>;
}

const byEnvironment = new WeakMap<readonly string[], FieldNames>();

/** The dotted name of a path without its indices and wildcards, up to the first `keys(..)`, `entries(..)` or `leaves(..)`. */
export function fieldName(steps: readonly PathStep[]): string {
  const end = steps.findIndex(({ kind }) => kind !== 'key' && kind !== 'each');
  const named = end < 0 ? steps : steps.slice(0, end);
  return withoutIndices(named.map((step) => (step.kind === 'key' ? step.name : '*')).join('.'));
}

/** Returns null if the field is known, otherwise the hint for the warning. */
export function unknownFieldHint(
  name: string,
  environment: LanguageEnvironment,
): { readonly hint: string | null } | null {
  if (environment.knownFields.length === 0) return null;
  const names = namesOf(environment.knownFields);
  const written = withoutIndices(name);
  if (names.exact.has(written)) return null;
  const isFree = names.free.some((prefix) => written.startsWith(prefix));
  const inOtherCase = names.byLowerCase.get(written.toLowerCase());
  if (isFree && inOtherCase === undefined) return null;
  if (Object.hasOwn(environment.predicates, written)) return { hint: `did you mean \`${written}()\`?` };
  const meant = inOtherCase ?? sameLastPart(written, names) ?? suggest(written, names.exact);
  return { hint: meant === null ? null : `did you mean \`${meant}\`?` };
}

function namesOf(known: readonly string[]): FieldNames {
  const cached = byEnvironment.get(known);
  if (cached !== undefined) return cached;
  const free = known.filter((name) => name.endsWith('.*')).map((name) => withoutIndices(name.slice(0, -1)));
  const leaves = known.map((name) => withoutIndices(name.replace(/\.\*$/, '')));
  const byLowerCase = new Map(leaves.map((name) => [name.toLowerCase(), name]));
  const names = { exact: new Set(leaves.flatMap(withParents)), free, leaves, byLowerCase };
  byEnvironment.set(known, names);
  return names;
}

// Users often write only the last part of a field: `sessionIssuer.userName` or `accessKeyId`.
function sameLastPart(written: string, names: FieldNames): string | null {
  return names.leaves.find((name) => name.toLowerCase().endsWith(`.${written.toLowerCase()}`)) ?? null;
}

function withParents(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}

function withoutIndices(name: string): string {
  return name
    .split('.')
    .filter((part, at) => at === 0 || !/^(?:\d+|\*)$/.test(part))
    .concat(name.endsWith('.') ? [''] : [])
    .join('.')
    .replace(/\.\.$/, '.');
}
