// Names what correlations store: each rule definition, group and bucket has a key. Names are hashes, so they are short and
// contain nothing of an event.

import { hash } from 'node:crypto';

/** How many characters of a base64url SHA-256 name something: 132 bits. */
const NAME_LENGTH = 22;

/** A name for a list of texts: equal for equal lists only. */
export function nameOf(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, NAME_LENGTH);
}

/** The key of a correlation rule. A changed definition has another key, so it starts with nothing stored. */
export function definitionKey(of: { readonly correlation: string; readonly definition: string }): string {
  return `correlation#${nameOf([of.correlation, of.definition])}`;
}

/** The key of a group of a correlation rule, which the ids of its notices start with. */
export function groupKey(of: {
  readonly correlation: string;
  readonly definition: string;
  readonly group: readonly string[];
}): string {
  return groupKeyIn(definitionKey(of), of.group);
}

/** The key of a group under the key of its correlation rule. */
export function groupKeyIn(definition: string, group: readonly string[]): string {
  return `${definition}#${nameOf(group)}`;
}

/** The number of the bucket that a time is in. Buckets are as long as the timespan and aligned to the epoch. */
export function bucketOf(timeMs: number, timespanMs: number): number {
  return Math.floor(timeMs / timespanMs);
}
