// How a digest that arrives is linked to the newest one that is known of its trail. Pure.

import type { Digest, Location } from './digest.ts';

/** The newest valid digest of a chain. */
export interface TrailHead extends Location {
  /** SHA-256 of its uncompressed content, in hex. */
  readonly sha256: string;
  readonly endMs: number;
}

/**
 * `first`: nothing is known of the chain. `older`: it is not newer than the known one. `linked`: it refers to the known one.
 * `broken`: it does, but to another content. `restarted`: it refers to none. `gap`: it refers to one that is not known.
 */
export type Step = 'first' | 'older' | 'linked' | 'broken' | 'restarted' | 'gap';

/** The step from the newest known digest to a valid one. */
export function stepFrom(head: TrailHead | null, { endMs, previous }: Digest): Step {
  if (head === null) return 'first';
  if (endMs <= head.endMs) return 'older';
  if (previous === null) return 'restarted';
  if (previous.bucket !== head.bucket || previous.key !== head.key) return 'gap';
  return previous.sha256 === null || previous.sha256 === head.sha256 ? 'linked' : 'broken';
}
