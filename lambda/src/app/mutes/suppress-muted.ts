// Suppresses the alerts that a mute covers: no message, a count, and a claim that is settled as for a delivered alert. In: notices for a
// destination. Out: the others. They are claimed, then counted, then settled: a crash in between counts them twice rather than never.
// Never rejects; what cannot be counted is delivered.

import { type Mute, muteFor } from '../../core/mutes/mute.ts';
import type { MuteCounts } from '../../core/render/mute-messages.ts';
import { shortened } from '../../core/render/shortened.ts';
import type { AlertNotice, Notice } from '../../core/threads/notice.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { inLots } from '../in-lots.ts';
import { type Destination, LOT_MAX } from '../ports.ts';
import { requireTime } from '../wait.ts';
import type { MuteStore } from './mute-store-port.ts';

/** How long after the end of a mute its count is kept: as long as it can take until it is reported. */
const COUNT_KEPT_MS = 30 * 24 * 3600 * 1000;

// The report shows no more of a name, and the item with the counts has at most 400 KB.
const LONGEST_NAME = 100;

/** Suppresses what is muted, and returns what is not. */
export async function suppressMuted(
  outbox: Outbox,
  destination: Destination,
  notices: readonly Notice[],
): Promise<readonly Notice[]> {
  const { mutes, clock } = outbox.run.pipeline;
  if (mutes === undefined || !destination.hasButtons || !notices.some(({ kind }) => kind === 'alert')) return notices;
  const list = await mutes.list(clock.nowMs());
  for (const [mute, alerts] of byMute(notices, destination.id, list, clock.nowMs()))
    for (const lot of inLots(alerts, LOT_MAX)) await suppressLot(outbox, mutes.store, mute, lot);
  return notices.filter(outbox.isPending);
}

function byMute(notices: readonly Notice[], destination: string, list: readonly Mute[], nowMs: number) {
  const found = new Map<Mute, AlertNotice[]>();
  for (const notice of notices) {
    const mute = muteFor(notice, destination, list, nowMs);
    if (mute === undefined || notice.kind !== 'alert') continue;
    const alerts = found.get(mute);
    if (alerts) alerts.push(notice);
    else found.set(mute, [notice]);
  }
  return found;
}

async function suppressLot(outbox: Outbox, store: MuteStore, mute: Mute, lot: readonly AlertNotice[]): Promise<void> {
  const { pipeline, counters, deadlineMs } = outbox.run;
  try {
    requireTime(pipeline.clock, deadlineMs);
    await outbox.claim(lot);
    const alerts = lot.filter(outbox.isPending);
    if (alerts.length === 0) return;
    await store.count(mute.id, countsOf(alerts), mute.untilMs + COUNT_KEPT_MS);
    await outbox.settleMuted(alerts);
    counters.suppressed += alerts.length;
    pipeline.log.info('alerts_suppressed', { mute: mute.id, rule: mute.rule, alerts: alerts.length });
  } catch (error) {
    pipeline.log.warn('mute_not_applied', { mute: mute.id, rule: mute.rule, error: String(error) });
  }
}

function countsOf(alerts: readonly AlertNotice[]): MuteCounts {
  const otherRules = new Map<string, number>();
  for (const { name } of alerts.flatMap(({ alert }) => alert.rules.slice(1))) {
    const short = shortened(name, LONGEST_NAME);
    otherRules.set(short, (otherRules.get(short) ?? 0) + 1);
  }
  return { total: alerts.length, otherRules };
}
