// Sends what must be done later to the function's own queue.

import type { OwnItem } from '../../core/sources/envelope.ts';
import { recoveryMessage } from '../../core/sources/recovery.ts';
import type { Invocation } from '../invocation.ts';

/** Sends items, which can be received after `delaySeconds`. Rejects with a `PortError` if one may not be sent. */
export async function sendLater(
  items: readonly OwnItem[],
  delaySeconds: number,
  { pipeline, counters }: Invocation,
): Promise<void> {
  if (items.length === 0) return;
  await pipeline.verification?.queue.send(items.map((item) => ({ body: recoveryMessage(item), delaySeconds })));
  if (counters.verification) counters.verification.messagesSent += items.length;
}
