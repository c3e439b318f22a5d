// Sends what must be done later to the function's own queue.

import type { OwnItem } from '../../core/sources/envelope.ts';
import { recoveryMessage } from '../../core/sources/recovery.ts';
import type { Verifying } from './verifying.ts';

/** Sends items, which can be received after `delaySeconds`. Rejects with a `PortError` if one may not be sent. */
export async function sendLater(
  items: readonly OwnItem[],
  delaySeconds: number,
  { queue, counters }: Verifying,
): Promise<void> {
  if (items.length === 0) return;
  await queue.send(items.map((item) => ({ body: recoveryMessage(item), delaySeconds })));
  counters.messagesSent += items.length;
}
