// Short names for long things: the same text for the same JSON, and practically never the same for different JSON.

import { createHash } from 'node:crypto';

const CHARACTERS = 22; // 132 bits.

/** A hash of some JSON in 22 characters: letters, digits, `-` and `_`. */
export function fingerprintOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, CHARACTERS);
}

/** The id of the alert of a correlation that starts at `startMs`: the same for each event of its interval. */
export function correlationAlertId(definition: string, group: readonly string[], startMs: number): string {
  return `correlation#${definition}#${fingerprintOf(group)}#${startMs}`;
}
