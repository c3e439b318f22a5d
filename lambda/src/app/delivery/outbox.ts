// What one destination is to deliver, and what became of it so far. Every notice leaves the outbox exactly once: delivered,
// a duplicate, held by another invocation, or failed.

import type { Notice } from '../../core/threads/notice.ts';
import { type ClaimState, type Destination, LOT_MAX, type ThreadChange } from '../ports.ts';
import { hasTime } from '../wait.ts';
import type { DestinationResult } from './deliver.ts';
import type { DeliveryRun } from './delivery-run.ts';
import { inLots } from './in-lots.ts';

/** Called with a notice that could not be posted, and why. */
export type Fail = (notice: Notice, error: unknown) => void;

export interface Outbox {
  readonly run: DeliveryRun;
  /** Where messages are posted: the destination of the notices, or its fallback. */
  readonly via: Destination;
  readonly claimId: (notice: Notice) => string;
  /** The key of a notice's thread; null where it has none here. */
  readonly threadKey: (notice: Notice | undefined) => string | null;
  /** Whether nothing has become of a notice yet. */
  readonly isPending: (notice: Notice) => boolean;
  /** Records delivered notices, of which none waits for another message, and what that changes in their thread. */
  readonly settle: (notices: readonly Notice[], change?: ThreadChange) => Promise<void>;
  /** Records the answer of a claim; a claimed notice stays pending. */
  readonly note: (notice: Notice, state: ClaimState | undefined) => void;
  /** Records a notice that a count now includes. */
  readonly folded: (notice: Notice) => void;
  /** Leaves a notice to another outbox. */
  readonly handOver: (notice: Notice) => void;
  readonly fail: (notices: readonly Notice[], error: unknown) => void;
  /** Gives back the claims of what failed, if there is time. */
  readonly close: () => Promise<void>;
}

export interface OutboxOptions {
  readonly run: DeliveryRun;
  readonly destination: Destination;
  readonly via: Destination;
  readonly keepMs: number;
  readonly report: (notice: Notice, result: DestinationResult) => void;
}

/** Opens the outbox of a destination. */
export function openOutbox({ run, destination, via, keepMs, report }: OutboxOptions): Outbox {
  const { clock, log } = run.pipeline;
  const left = new Set<Notice>();
  const failed: string[] = [];
  const claimId = (notice: Notice) => `${notice.id}#${destination.id}`;
  const leave = (notice: Notice, result: DestinationResult) => {
    left.add(notice);
    report(notice, result);
  };
  return {
    run,
    via,
    claimId,
    threadKey: (notice) => (via.notifier.update && notice?.threadKey ? `${via.id}#${notice.threadKey}` : null),
    isPending: (notice) => !left.has(notice),
    async settle(notices, change) {
      for (const lot of inLots(notices, LOT_MAX)) {
        await run.state.settle(lot.map(claimId), clock.nowMs() + keepMs, change);
      }
      for (const notice of notices) leave(notice, 'delivered');
    },
    note: (notice, state) => {
      if (state === 'done') leave(notice, 'duplicate');
      // Should the other invocation crash, this envelope must still be there: it is tried again later.
      if (state === 'held') leave(notice, 'held');
    },
    folded: (notice) => leave(notice, 'delivered'),
    handOver: (notice) => void left.add(notice),
    fail(notices, error) {
      for (const notice of notices.filter((notice) => !left.has(notice))) {
        log.error('delivery_failed', { destination: destination.id, notice: notice.id, error: String(error) });
        failed.push(claimId(notice));
        leave(notice, 'failed');
      }
    },
    async close() {
      for (const lot of inLots(failed.splice(0), LOT_MAX)) {
        if (!hasTime(clock, run.deadlineMs)) return; // The leases run out with the invocation.
        await run.state.release(lot, [], run.owner);
      }
    },
  };
}
