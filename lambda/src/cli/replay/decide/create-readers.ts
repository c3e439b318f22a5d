// Opens the readers of a replay: worker threads if there is enough to read for them. In: the plan. Out: a reader for each lot of inputs.

import { decideLogFile } from '../../../app/decide-log-file.ts';
import { release } from '../../../core/log-files/decompress.ts';
import type { RuleSet } from '../../../core/rules/rule-set.ts';
import type { Input } from '../../inputs/find-inputs.ts';
import { createInputStore } from '../../inputs/input-store.ts';
import { createWorkerPool } from '../workers/worker-pool.ts';
import { workersFor } from '../workers/workers-for.ts';
import type { Decide, Plan } from './decider.ts';
import type { Reader } from './reader.ts';

export type OpenReader = (inputs: readonly Input[]) => Reader;

/** Readers in as many threads as `workersFor` says; without threads, `decide` decides. */
export function createReaders(plan: Plan, decide: Decide, threads: number | undefined): OpenReader {
  return (inputs) => {
    const workers = workersFor(inputs, threads);
    return workers > 0 ? createWorkerPool(inputs, plan, workers) : createThreadless(inputs, decide);
  };
}

/** Readers in this thread, which decide with one rule set on every record that its filter lets pass. */
export function createPlainReaders(ruleSet: RuleSet): OpenReader {
  const decide: Decide = async function* (bytes, origin) {
    for await (const part of decideLogFile(bytes, origin, ruleSet)) {
      yield { ...part, ignored: [], silenced: [], other: null };
    }
  };
  return (inputs) => createThreadless(inputs, decide);
}

function createThreadless(inputs: readonly Input[], decide: Decide): Reader {
  const store = createInputStore(inputs);
  return {
    problems: store.problems,
    skipped: store.skipped,
    async *parts(origin) {
      const bytes = await store.read(origin);
      yield* decide(bytes, origin);
      release(bytes);
    },
    close: async () => {},
  };
}
