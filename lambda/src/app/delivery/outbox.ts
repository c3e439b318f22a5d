// The notices to deliver to one destination, and their results so far. Every notice leaves the outbox exactly once: delivered,
// muted, a duplicate, held by another invocation, failed, or transferred to the outbox of the fallback.

import type { Notice } from '../../core/threads/notice.ts';
import { timeBucketOf } from '../../core/threads/time-bucket.ts';
import { inLots } from '../in-lots.ts';
import { retryReasonOf } from '../outcome.ts';
import { type ClaimId, type Claims, type Destination, LOT_MAX } from '../ports.ts';
import { hasTime, requireTime } from '../wait.ts';
import type { DestinationResult } from './delivery-result.ts';
import { type DeliveryRun, leaseOf } from './delivery-run.ts';
import { type Confirmation, confirmationAfter, repeatAtMs, waitingFault } from './unconfirmed.ts';

/** Called with a notice that could not be posted, and why. */
export type Fail = (notice: Notice, error: unknown) => void;

export interface Outbox {
  readonly run: DeliveryRun;
  /** Where messages are posted: the destination of the notices, or its fallback. */
  readonly via: Destination;
  readonly idOf: (notice: Notice) => string;
  /** The key of a notice's thread; null if it has none here. */
  readonly threadKey: (notice: Notice | undefined) => string | null;
  /** Whether a notice has no result yet. */
  readonly isPending: (notice: Notice) => boolean;
  /** Those of many notices that are not delivered yet; the others leave the outbox. Few are returned as they are. */
  readonly withoutDelivered: (notices: readonly Notice[]) => Promise<readonly Notice[]>;
  /** Claims up to `LOT_MAX` notices and any threads; what is delivered already or held by another owner leaves the outbox. */
  readonly claim: (notices: readonly Notice[], threadKeys?: readonly string[]) => Promise<Claims['threads']>;
  /** What is known of the message about some claimed notices, of which the first represents all. */
  readonly confirmationOf: (notices: readonly Notice[]) => Confirmation;
  /** Records that a thread is not started after all; `close` releases the right to start it. */
  readonly abandon: (threadKey: string) => void;
  /** Marks notices as delivered: they have been posted, or a message counts them. */
  readonly settle: (notices: readonly Notice[]) => Promise<void>;
  /** Settles notices that a mute suppresses. */
  readonly settleMuted: (notices: readonly Notice[]) => Promise<void>;
  /** Settles notices that another invocation posted, as their thread shows. */
  readonly settleKnown: (notices: readonly Notice[]) => Promise<void>;
  /** Records a posted notice whose id its thread contains; `flush` settles it together with others. */
  readonly posted: (notice: Notice) => void;
  readonly flush: () => Promise<void>;
  /** Reports notices as delivered that need no message and no count. */
  readonly pass: (notices: readonly Notice[]) => void;
  /** Whether another invocation is delivering a notice. */
  readonly isHeld: (notice: Notice) => boolean;
  /** Reports notices as held, because they depend on one that is. */
  readonly hold: (notices: readonly Notice[]) => void;
  /** Transfers a notice to another outbox. */
  readonly transfer: (notice: Notice) => void;
  readonly fail: (notices: readonly Notice[], error: unknown) => void;
  /** Notes what failed without an answer, and releases the claims of what failed if there is time. */
  readonly close: () => Promise<void>;
}

export interface DeliveryOptions {
  readonly run: DeliveryRun;
  /** How long a delivered id is kept. */
  readonly keepMs: number;
  /** Called once for each notice of the destination. */
  readonly report: (notice: Notice, result: DestinationResult) => void;
}

export interface OutboxOptions extends DeliveryOptions {
  readonly destination: Destination;
  readonly via: Destination;
}

/** Opens the outbox of a destination. */
export function openOutbox(options: OutboxOptions): Outbox {
  const { run, destination, via, report } = options;
  const left = new Set<Notice>();
  const held = new Set<Notice>();
  const confirmations: Confirmations = new Map();
  const leave: Leave = (notice, result) => {
    left.add(notice);
    if (result === 'held') held.add(notice);
    report(notice, result);
  };
  const names = namesIn(destination, via);
  const isPending = (notice: Notice) => !left.has(notice);
  const failures = failureCalls(options, names, { isPending, confirmations }, leave);
  return {
    run,
    via,
    idOf: names.idOf,
    threadKey: names.threadKey,
    isPending,
    pass: (notices) => notices.forEach((notice) => void leave(notice, 'delivered')),
    isHeld: (notice) => held.has(notice),
    hold: (notices) => notices.forEach((notice) => void leave(notice, 'held')),
    transfer: (notice) => void left.add(notice),
    confirmationOf: (notices) => confirmationOf(confirmations, notices),
    ...failures,
    ...claimCalls(options, names, leave, (notice, postedMs) => {
      confirmations.set(notice, confirmationAfter(postedMs));
      if (repeatAtMs(postedMs) > run.pipeline.clock.nowMs()) failures.fail([notice], waitingFault(postedMs));
    }),
    ...settleCalls(options, names, leave),
  };
}

type Confirmations = Map<Notice, Confirmation>;

function confirmationOf(known: Confirmations, notices: readonly Notice[]): Confirmation {
  const [first] = notices;
  const confirmation = (first && known.get(first)) ?? confirmationAfter();
  if (first) known.set(first, confirmation);
  confirmation.isUnconfirmed = notices.some((notice) => known.get(notice)?.isUnconfirmed);
  return confirmation;
}

type Leave = (notice: Notice, result: DestinationResult) => void;
type Names = ReturnType<typeof namesIn>;

function namesIn(destination: Destination, via: Destination) {
  const idOf = (notice: Notice) => `${notice.id}#${destination.id}`;
  return {
    idOf,
    claimOf: (notice: Notice): ClaimId => {
      const bucket = timeBucketOf(notice);
      return { id: idOf(notice), bucket: bucket && `${destination.id}#${bucket}` };
    },
    threadKey: (notice: Notice | undefined) =>
      via.notifier.update && notice?.threadKey ? `${via.id}#${notice.threadKey}` : null,
  };
}

// The outboxes of one invocation have an owner each, so that two of them never start the same thread.
const ownerOf = ({ run, destination }: OutboxOptions) => `${run.owner}#${destination.id}`;

// Claiming fewer costs no more than looking them up first.
const LOOK_UP_MIN = 25;

function claimCalls(
  options: OutboxOptions,
  { idOf, claimOf }: Names,
  leave: Leave,
  isUnconfirmed: (notice: Notice, postedMs: readonly number[]) => void,
): Pick<Outbox, 'claim' | 'withoutDelivered'> {
  const { state, pipeline } = options.run;
  return {
    async withoutDelivered(notices) {
      if (notices.length < LOOK_UP_MIN || !hasTime(pipeline.clock, options.run.deadlineMs)) return notices;
      const done = await state.delivered(notices.map(claimOf), pipeline.clock.nowMs());
      const isDone = (notice: Notice) => done.has(idOf(notice));
      for (const notice of notices.filter(isDone)) leave(notice, 'duplicate');
      return notices.filter((notice) => !isDone(notice));
    },
    async claim(notices, threadKeys = []) {
      requireTime(pipeline.clock, options.run.deadlineMs);
      const lease = { ...leaseOf(options.run), owner: ownerOf(options) };
      const { ids, threads, unconfirmed } = await state.claim(notices.map(claimOf), threadKeys, lease);
      for (const notice of notices) {
        const found = ids.get(idOf(notice));
        if (found === 'done') leave(notice, 'duplicate');
        // The other invocation may crash, so this envelope must stay in the queue: it is retried later.
        if (found === 'held') leave(notice, 'held');
        const postedMs = unconfirmed.get(idOf(notice));
        if (found === 'claimed' && postedMs) isUnconfirmed(notice, postedMs);
      }
      return threads;
    },
  };
}

type SettleCalls = Pick<Outbox, 'settle' | 'settleMuted' | 'settleKnown' | 'posted' | 'flush'>;

function settleCalls({ run, keepMs }: OutboxOptions, { claimOf }: Names, leave: Leave): SettleCalls {
  const unsettled: ClaimId[] = [];
  const settleIds = async (ids: readonly ClaimId[]) => {
    for (const lot of inLots(ids, LOT_MAX)) await run.state.settle(lot, run.pipeline.clock.nowMs() + keepMs);
  };
  const settleAs = async (notices: readonly Notice[], result: DestinationResult) => {
    await settleIds(notices.map(claimOf));
    for (const notice of notices) leave(notice, result);
  };
  return {
    settle: (notices) => settleAs(notices, 'delivered'),
    settleMuted: (notices) => settleAs(notices, 'muted'),
    settleKnown: (notices) => settleAs(notices, 'duplicate'),
    posted: (notice) => {
      unsettled.push(claimOf(notice));
      leave(notice, 'delivered');
    },
    flush: () => settleIds(unsettled.splice(0)),
  };
}

function failureCalls(
  options: OutboxOptions,
  { claimOf }: Names,
  { isPending, confirmations }: Pick<Outbox, 'isPending'> & { readonly confirmations: Confirmations },
  leave: Leave,
): Pick<Outbox, 'fail' | 'abandon' | 'close'> {
  const { run, destination } = options;
  const { clock, log } = run.pipeline;
  const failed: ClaimId[] = [];
  const unconfirmed: ClaimId[] = [];
  const abandoned: string[] = [];
  return {
    abandon: (threadKey) => void abandoned.push(threadKey),
    fail(notices, error) {
      for (const notice of notices.filter(isPending)) {
        log.error('delivery_failed', { destination: destination.id, notice: notice.id, error: String(error) });
        failed.push(claimOf(notice));
        if (confirmations.get(notice)?.isPostedNow) unconfirmed.push(claimOf(notice));
        leave(notice, retryReasonOf(error) === 'failed' ? 'failed' : 'late');
      }
    },
    async close() {
      if (unconfirmed.length > 0) await run.state.noteUnconfirmed(unconfirmed.splice(0), clock.nowMs());
      const lots = inLots(failed.splice(0), LOT_MAX);
      const keys = abandoned.splice(0);
      if (lots.length === 0 && keys.length > 0) lots.push([]);
      for (const lot of lots) {
        if (!hasTime(clock, run.deadlineMs)) return; // The leases end with the invocation.
        await run.state.release(lot, keys.splice(0), ownerOf(options));
      }
    },
  };
}
