// Claims in random histories: owners claim, settle and release ids and threads while minutes or hours pass, so that leases end and their
// places are used again. The model knows only what the answers were. Run with the memory twin and with DynamoDB.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { stateStoreOn } from '../../src/adapters/aws/dynamodb-state.ts';
import { createMemoryState } from '../../src/adapters/memory/state.ts';
import type { ClaimState, MessageHandle, StateStore, ThreadSlot } from '../../src/app/ports.ts';
import { useMoto } from '../servers/shared.ts';
import { createStateTable, patientTable } from '../servers/state-table.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 200);
const MINUTE = 60_000;
const KEPT_MS = 60 * MINUTE;
const IDS = ['a', 'b', 'c', 'd'];
const THREADS = ['t', 'u'];
const BUCKETS: Readonly<Record<string, string>> = { b: 'one', c: 'one', d: 'two' };

const some = <T>(all: readonly T[]) => fc.subarray([...all], { minLength: 1 });
const step = fc.record({
  kind: fc.constantFrom(...(['claim', 'claim', 'claim', 'settle', 'release', 'start', 'close'] as const)),
  owner: fc.constantFrom('x', 'y', 'z'),
  ids: some(IDS),
  threads: some(THREADS),
  leaseMs: fc.constantFrom(1_000, 5 * MINUTE, 15 * MINUTE),
  passesMs: fc.constantFrom(0, 0, 1, 900, MINUTE, 9 * MINUTE, 16 * MINUTE, 41 * MINUTE, 81 * MINUTE),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Who was given what, and who asked for it, until when. */
interface Known {
  readonly given: Map<string, number>;
  readonly asked: Map<string, number>;
  doneUntilMs: number;
  thread: { handle: MessageHandle; untilMs: number } | null;
}

const isRunning = (leases: ReadonlyMap<string, number>, owner: string, nowMs: number) =>
  [...leases].some(([other, untilMs]) => other !== owner && untilMs > nowMs);

// What is wrong with an answer; null if nothing is.
function wrongId(answer: ClaimState | undefined, known: Known, owner: string, nowMs: number): string | null {
  const isDone = known.doneUntilMs > nowMs;
  if (answer === 'done') return isDone ? null : 'done, but was not delivered';
  if (isDone) return `${answer}, but was delivered`;
  if (answer === 'held')
    return isRunning(known.asked, owner, nowMs) ? null : 'held, but no other owner has asked for it';
  return isRunning(known.given, owner, nowMs) ? 'claimed, but another owner has it' : null;
}

function wrongThread(slot: ThreadSlot | undefined, known: Known, owner: string, nowMs: number): string | null {
  const open = isOpen(known, nowMs) ? known.thread : null;
  if (slot?.state === 'open') return slot.thread.handle.ts === open?.handle.ts ? null : 'open, but is not';
  if (open !== null) return `${slot?.state}, but is open`;
  if (slot?.state === 'opening')
    return isRunning(known.asked, owner, nowMs) ? null : 'opening, but no other owner starts it';
  return isRunning(known.given, owner, nowMs) ? 'ours, but another owner starts it' : null;
}

/** What a step acts on. */
interface World {
  readonly store: StateStore;
  readonly of: (id: string) => Known;
  readonly named: (name: string) => string;
  readonly seen: Set<string>;
  readonly wrong: string[];
  nowMs: number;
  posts: number;
}

type Action = (world: World, step: Step) => Promise<void>;

const ACTIONS: Readonly<Record<Step['kind'], Action>> = { claim, settle, release, start, close };

async function claim({ store, of, named, seen, wrong, nowMs }: World, { owner, ids, threads, leaseMs }: Step) {
  const lease = { owner, nowMs, untilMs: nowMs + leaseMs };
  const claims = await store.claim(idsOf(ids, named), threads.map(named), lease);
  const note = (id: string, state: string | undefined, problem: string | null) => {
    seen.add(String(state));
    if (problem !== null) wrong.push(`${owner} gets ${id} as ${problem}`);
    const { asked, given } = of(id);
    // A claim with a shorter lease may leave the longer one of the same owner.
    asked.set(owner, Math.max(lease.untilMs, asked.get(owner) ?? 0));
    if (state === 'claimed' || state === 'ours') given.set(owner, lease.untilMs);
  };
  for (const id of ids) {
    const state = claims.ids.get(named(id));
    note(id, state, wrongId(state, of(id), owner, nowMs));
  }
  for (const key of threads) {
    const slot = claims.threads.get(named(key));
    note(key, slot?.state, wrongThread(slot, of(key), owner, nowMs));
  }
}

async function settle({ store, of, named, nowMs }: World, { owner, ids }: Step) {
  const mine = ids.filter((id) => holds(of(id), owner, nowMs));
  if (mine.length > 0) await store.settle(idsOf(mine, named), nowMs + KEPT_MS);
  for (const id of mine) of(id).doneUntilMs = nowMs + KEPT_MS;
}

async function release({ store, of, named }: World, { owner, ids, threads }: Step) {
  await store.release(idsOf(ids, named), threads.map(named), owner);
  for (const id of [...ids, ...threads]) for (const leases of [of(id).given, of(id).asked]) leases.delete(owner);
}

async function start(world: World, { owner, threads }: Step) {
  const { store, of, named, nowMs } = world;
  for (const key of threads.filter((key) => holds(of(key), owner, nowMs) && !isOpen(of(key), nowMs))) {
    const handle = { channel: 'C', ts: String(++world.posts) };
    const untilMs = nowMs + 20 * MINUTE;
    await store.startThread(named(key), handle, { id: 'i', variant: 'v', untilMs, note: '' });
    of(key).thread = { handle, untilMs };
  }
}

async function close({ store, of, named, nowMs }: World, { threads }: Step) {
  for (const key of threads) {
    const { thread, given } = of(key);
    if (thread === null) continue;
    await store.closeThread(named(key), thread.handle, nowMs);
    // It may be replaced although the lease under which it was started still runs.
    if (thread.untilMs > nowMs) given.clear();
    of(key).thread = null;
  }
}

const holds = ({ given }: Known, owner: string, nowMs: number) => (given.get(owner) ?? 0) > nowMs;
const isOpen = ({ thread }: Known, nowMs: number) => thread !== null && thread.untilMs > nowMs;

function idsOf(ids: readonly string[], named: (name: string) => string) {
  return ids.map((id) => ({ id: named(id), bucket: BUCKETS[id] ? named(BUCKETS[id]) : null }));
}

async function play(store: StateStore, prefix: string, steps: readonly Step[], seen: Set<string>): Promise<string[]> {
  const all = new Map<string, Known>();
  const of = (id: string): Known => {
    const known = all.get(id) ?? { given: new Map(), asked: new Map(), doneUntilMs: 0, thread: null };
    all.set(id, known);
    return known;
  };
  const named = (name: string) => `${prefix}${name}`;
  const world: World = { store, of, named, seen, wrong: [], nowMs: Date.now(), posts: 0 };
  for (const step of steps) {
    world.nowMs += step.passesMs;
    await ACTIONS[step.kind](world, step);
  }
  return world.wrong;
}

// A history with every state, because few random ones have all of them.
const WITH_EVERY_STATE = (['claim', 'claim', 'settle', 'start', 'claim'] as const).map(
  (kind, at): Step => ({
    kind,
    owner: at === 1 ? 'y' : 'x',
    ids: ['a'],
    threads: ['t'],
    leaseMs: 5 * MINUTE,
    passesMs: 0,
  }),
);

function describeClaims(name: string, make: () => StateStore, runs: number): void {
  describe(`the claims of the ${name} store`, () => {
    it('are each given to one owner at a time, and never again once delivered', { timeout: 3_600_000 }, async () => {
      const store = make();
      const seen = new Set<string>();
      let played = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30, size: 'max' }), async (steps) => {
          expect(await play(store, `${name} ${played++} `, steps, seen)).toEqual([]);
        }),
        { numRuns: runs, endOnFailure: true, examples: [[WITH_EVERY_STATE]] },
      );
      expect([...seen].toSorted()).toEqual(['claimed', 'done', 'held', 'open', 'opening', 'ours']);
    });
  });
}

describeClaims('memory', createMemoryState, numRuns);

describe('with DynamoDB', () => {
  beforeAll(async () => {
    await useMoto();
    await createStateTable('state');
  });

  describeClaims('DynamoDB', () => stateStoreOn(patientTable('state')), Math.ceil(numRuns / 25));
});
