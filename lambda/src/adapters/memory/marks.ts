// Reading marks in memory. In: marks. Out: the marks of some objects, as the state table would return them.

import type { MarkStore, StoredMark } from '../../app/verification/verification-port.ts';
import type { Location } from '../../core/digests/digest.ts';

/** An in-process `MarkStore`. */
export function createMemoryMarks(): MarkStore {
  const marks = new Map<string, StoredMark & { readonly untilMs: number }>();
  const nameOf = ({ bucket, key }: Location) => `${bucket}/${key}`;
  return {
    async write(written, untilMs) {
      for (const { state, sha256, ...object } of written) marks.set(nameOf(object), { state, sha256, untilMs });
    },
    async settle({ state, sha256, ...object }, untilMs, nowMs) {
      const known = marks.get(nameOf(object));
      if (known?.sha256 === sha256 && known.untilMs > nowMs) return false;
      marks.set(nameOf(object), { state, sha256, untilMs });
      return true;
    },
    async read(objects, nowMs) {
      const found = objects.flatMap((object) => {
        const { state, sha256, untilMs } = marks.get(nameOf(object)) ?? {};
        if (state === undefined || sha256 === undefined || (untilMs ?? 0) <= nowMs) return [];
        return [[nameOf(object), { state, sha256 }] as const];
      });
      return new Map(found);
    },
  };
}
