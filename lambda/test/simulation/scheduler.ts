// Virtual time with a seeded order: every call to the outside waits here for its turn, so invocations interleave in ways
// that chance decides. An invocation that crashes is simply never resumed.

// The function loads these when it needs them. Loading takes real time, in which virtual time would go on without the invocation.
import '../../src/app/deliver-in-hand.ts';
import '../../src/app/delivery/deliver.ts';
import '../../src/app/delivery/show-count.ts';
import '../../src/app/heartbeat/heartbeat.ts';
import '../../src/app/mutes/report-mutes.ts';
import '../../src/app/summaries/send-summaries.ts';
import '../../src/app/verification/finish-comparisons.ts';
import '../../src/app/verification/read-for-verification.ts';
import '../../src/setup/renderers.ts';
import type { Clock } from '../../src/app/ports.ts';
import type { Chance } from './random.ts';

interface Task {
  readonly owner: string;
  readonly dueMs: number;
  readonly resume: () => void;
}

export interface Scheduler {
  readonly clock: Clock;
  /** Suspends the caller, who acts for `owner`, for `delayMs` of virtual time; never resumes once the owner crashed. */
  wait(owner: string, delayMs: number): Promise<void>;
  crash(owner: string): void;
  /** Runs until nothing is waiting, or until `done`. */
  run(done: () => boolean): Promise<void>;
}

/** A scheduler that starts at 2026-01-01. */
export function createScheduler(chance: Chance): Scheduler {
  let nowMs = Date.UTC(2026, 0, 1);
  let tasks: Task[] = [];
  const crashed = new Set<string>();
  const wait = (owner: string, delayMs: number) =>
    new Promise<void>((resume) => {
      if (!crashed.has(owner)) tasks.push({ owner, dueMs: nowMs + delayMs, resume });
    });
  const takeNext = (): Task | undefined => {
    if (tasks.length === 0) return undefined;
    const soonestMs = Math.min(...tasks.map(({ dueMs }) => dueMs));
    const ready = tasks.filter(({ dueMs }) => dueMs <= Math.max(soonestMs, nowMs));
    const task = chance.pick(ready);
    tasks = tasks.filter((other) => other !== task);
    return task;
  };
  return {
    clock: { nowMs: () => nowMs, sleep: (ms) => wait('clock', ms) },
    wait,
    crash(owner) {
      crashed.add(owner);
      tasks = tasks.filter((task) => task.owner !== owner);
    },
    async run(done) {
      for (;;) {
        await settleMicrotasks();
        const task = done() ? undefined : takeNext();
        if (task === undefined) return;
        nowMs = Math.max(nowMs, task.dueMs);
        task.resume();
      }
    },
  };
}

// Lets everything that a resumed caller does before its next wait happen first.
function settleMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
