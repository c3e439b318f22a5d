// One random history of verification: log files and digests arrive, notifications are lost, late, doubled and out of order, objects are
// removed and altered, and the function crashes and has faults. Then the faults end and dead letters are redriven. The same happens on the
// two days after, in which log files are removed and forged.

import { PortError } from '../../src/app/ports.ts';
import { createKeyRing } from '../../src/app/verification/key-ring.ts';
import type { ListPublicKeys } from '../../src/app/verification/verification-port.ts';
import { publicKeyList } from '../digests/trail-world.ts';
import { type FaultContext, type FaultRates, faultyCall, NO_FAULTS } from './faulty-ports.ts';
import { notificationOf } from './log-bucket.ts';
import { createQueue, type Queue, type QueueMessage } from './queue.ts';
import { type Chance, createChance } from './random.ts';
import { createQueueRun, TIMEOUT_MS } from './run-queue.ts';
import { addingUp, type Sabotage } from './sabotage.ts';
import { createScheduler } from './scheduler.ts';
import { createAftermath, REFUSED_REGION } from './verification-aftermath.ts';
import type { Verdict } from './verification-judgement.ts';
import { type Announced, createTrails, SIGNING_KEYS, type SimulatedTrails } from './verification-trail.ts';
import { createVerificationWorld } from './verification-world.ts';

export interface VerificationHistory extends Verdict {
  readonly seed: number;
  readonly unreconciled: readonly string[];
  /** What the counters say about the number of verified digests, if that is wrong. */
  readonly miscounted: readonly string[];
  readonly invocations: number;
  readonly crashes: number;
  /** Log files whose notification was lost. */
  readonly lostFiles: number;
  /** Log files that were removed after they were read, and log files that CloudTrail did not write. */
  readonly removed: number;
  readonly forged: number;
}

const MAX_RECEIVES = 5;
const MINUTE_MS = 60_000;

/** Plays the history of a seed to its end. */
export async function playVerification(seed: number, sabotage: Sabotage = {}): Promise<VerificationHistory> {
  const chance = createChance(seed);
  const scheduler = createScheduler(chance);
  const trails = createTrails(chance, chance.pick([0, 0.1, 0.3]));
  const queue = createQueue(chance, TIMEOUT_MS * 6, MAX_RECEIVES);
  let rates = NO_FAULTS;
  const world = createVerificationWorld(trails, queue);
  const clean = trackClean();
  const { pipelineFor, excuse } = world;
  const counting = addingUp(sabotage, ({ verification }) => verification?.digestsVerified ?? 0);
  const run = createQueueRun({
    chance,
    scheduler,
    queue,
    rates: () => rates,
    pipelineFor: (context) => pipelineFor(spoiling(context, clean), keysOf(context)),
    excuse,
    sabotage: counting,
    pollMs: 180_000,
    onBegin: clean.begin,
    onDone: (done) => clean.done(done),
  });
  for (const key of trails.known) queue.send(notificationOf(key));
  await run.process();
  rates = badDays(chance);
  announceAll(trails, queue, chance, scheduler.clock.nowMs());
  await run.process();
  rates = NO_FAULTS;
  queue.redrive();
  await run.process();
  const aftermath = createAftermath(trails, chance);
  for (const day of aftermath.days) {
    const announced = day();
    for (const { keys } of announced) for (const key of keys) queue.send(notificationOf(key));
    rates = badDays(chance);
    await run.process(Math.max(0, ...announced.map(({ atMs }) => atMs - scheduler.clock.nowMs())));
    rates = NO_FAULTS;
    queue.redrive();
    await run.process();
  }
  const { removed, forged } = aftermath;
  const lostFiles = trails.digests.flatMap(({ files }) => files).filter(({ isLost }) => isLost).length;
  return {
    seed,
    ...world.judge(clean, aftermath.expected),
    unreconciled: run.unreconciled,
    miscounted: miscounted(counting.total(), world.settled(), run.count.crashes),
    ...run.count,
    lostFiles,
    removed,
    forged,
  };
}

// A crash can come between the comparison and the counters.
function miscounted(verified: number, settled: number, crashes: number): string[] {
  const isRight = crashes === 0 ? verified === settled : verified <= settled;
  return isRight ? [] : [`${verified} digests counted, ${settled} compared`];
}

function spoiling(context: FaultContext, clean: { spoil(owner: string): void }): FaultContext {
  const excuse = (why: string) => {
    clean.spoil(context.owner);
    context.excuse(why);
  };
  return { ...context, excuse };
}

function keysOf(context: FaultContext) {
  const listed = async ({ region }: { readonly region: string }) => {
    if (region === REFUSED_REGION) throw new PortError('permanent', 'OptInRequired', 'the region is not enabled');
    return [publicKeyList(SIGNING_KEYS)];
  };
  const list: ListPublicKeys = (query) => faultyCall(context, context.rates().refused, 0, () => listed(query));
  return createKeyRing(list, context.scheduler.clock);
}

function badDays(chance: Chance): FaultRates {
  const severity = chance.hits(0.3) ? 0 : chance.next();
  return {
    ...NO_FAULTS,
    refused: 0.15 * severity,
    answerLost: chance.hits(0.5) ? 0.05 * severity : 0,
    stateRefused: chance.hits(0.5) ? 0.1 * severity : 0,
    correlationsRefused: 0.1 * severity,
    correlationsLost: chance.hits(0.5) ? 0.1 * severity : 0,
    crash: chance.hits(0.7) ? 0.03 * severity : 0,
    cold: chance.pick([0, 0.2, 1]),
  };
}

// A notification arrives within minutes, some of them twice; that of a digest may be hours late.
function announceAll({ digests }: SimulatedTrails, queue: Queue, chance: Chance, nowMs: number): void {
  const announce = ({ key, atMs, isLost }: Announced, latestMs: number) => {
    if (isLost) return;
    for (let times = chance.hits(0.15) ? 2 : 1; times > 0; times--)
      queue.send(notificationOf(key), Math.max(nowMs, atMs) + chance.below(latestMs));
  };
  for (const digest of digests) {
    for (const file of digest.files) announce(file, 3 * MINUTE_MS);
    announce(digest, chance.hits(0.2) ? 150 * MINUTE_MS : 5 * MINUTE_MS);
  }
}

// An object is clean if every message about it was received once and completed, by an invocation without a fault.
function trackClean() {
  const spoiled = new Set<string>();
  const owners = new Map<string, readonly QueueMessage[]>();
  const open = new Map<string, QueueMessage>();
  const spoilMessage = ({ body }: QueueMessage) => void spoiled.add(body);
  return {
    begin(batch: readonly QueueMessage[], owner: string) {
      owners.set(owner, batch);
      for (const message of batch) {
        open.set(message.id, message);
        if (message.receives > 1) spoilMessage(message);
      }
    },
    done(done: readonly QueueMessage[]) {
      for (const { id } of done) open.delete(id);
    },
    spoil: (owner: string) => owners.get(owner)?.forEach(spoilMessage),
    isClean: (key: string) =>
      !spoiled.has(notificationOf(key)) && ![...open.values()].some(({ body }) => body === notificationOf(key)),
  };
}
