// Who acknowledged which message, in memory. In: messages and acknowledgements. Out: the first acknowledgement of each.

import type { AcknowledgementStore } from '../../app/mutes/acknowledgement-store-port.ts';
import type { MessageHandle } from '../../app/ports.ts';
import type { Acknowledgement } from '../../core/mutes/acknowledgement.ts';

/** An in-process `AcknowledgementStore`. */
export function createMemoryAcknowledgements(): AcknowledgementStore {
  const stored = new Map<string, Acknowledgement & { readonly untilMs: number }>();
  const find = ({ channel, ts }: MessageHandle, nowMs: number) => {
    const known = stored.get(`${channel}#${ts}`);
    return known && known.untilMs > nowMs ? { by: known.by, atMs: known.atMs } : null;
  };
  return {
    acknowledge: async (handle, given, keepUntilMs) => {
      const known = find(handle, given.atMs);
      if (known) return known;
      stored.set(`${handle.channel}#${handle.ts}`, { ...given, untilMs: keepUntilMs });
      return given;
    },
    find: async (handle, nowMs) => find(handle, nowMs),
  };
}
