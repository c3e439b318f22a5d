// Posts one summary for many notices. All are claimed before and settled after, in lots. Never rejects.

import { titleOf } from '../../core/render/title.ts';
import type { Notice } from '../../core/threads/notice.ts';
import { summarize } from '../../core/threads/summarize.ts';
import { inLots } from '../in-lots.ts';
import { LOT_MAX } from '../ports.ts';
import { CALL_RESERVE_MS, requireTime } from '../wait.ts';
import { post } from './delivery-run.ts';
import type { Fail, Outbox } from './outbox.ts';

/** Posts a summary of notices. */
export async function postSummary(outbox: Outbox, notices: readonly Notice[], fail: Fail): Promise<void> {
  const { run, via } = outbox;
  const claimed = await claimInTime(outbox, notices, fail);
  if (claimed.length === 0) return;
  const notice = summarize(claimed, titleOf);
  try {
    await post(run, via, () => via.renderer.message(notice, 1), {
      budgetOf: null,
      confirmation: outbox.confirmationOf(claimed),
    });
    await outbox.settle(claimed);
  } catch (error) {
    for (const notice of claimed) fail(notice, error);
  }
}

// Settling takes as long as claiming and follows the message, so claiming stops while there is time left for both.
async function claimInTime(outbox: Outbox, notices: readonly Notice[], fail: Fail): Promise<readonly Notice[]> {
  const { run } = outbox;
  const { clock } = run.pipeline;
  const startedMs = clock.nowMs();
  const claimed: Notice[] = [];
  for (const lot of inLots(notices, LOT_MAX)) {
    try {
      requireTime(clock, run.deadlineMs, CALL_RESERVE_MS + (clock.nowMs() - startedMs));
      await outbox.claim(lot);
      claimed.push(...lot.filter(outbox.isPending));
    } catch (error) {
      for (const notice of lot) fail(notice, error);
    }
  }
  return claimed;
}
