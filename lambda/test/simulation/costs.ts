// The cost model of the simulation: what each call takes in virtual time, for a function with a small share of a processor. The
// figures were measured on the built package with 0.145 of a core (`npm run constrained`); each history varies them.

import type { Pipeline } from '../../src/app/pipeline.ts';
import type { CorrelationStore, StateStore } from '../../src/app/ports.ts';

export interface Costs {
  /** To read and decide one record. */
  readonly recordMs: number;
  /** One call of the state table, and each id, key or change that it carries. */
  readonly stateMs: number;
  readonly idMs: number;
  /** One message, with rendering it. */
  readonly messageMs: number;
}

type Wait = (ms: number) => Promise<void>;

/** A pipeline whose calls take their time. `recordsIn` counts the records of a log file. */
export function withCosts(
  pipeline: Pipeline,
  costs: Costs,
  wait: Wait,
  recordsIn: (bytes: Uint8Array) => number,
): Pipeline {
  return {
    ...pipeline,
    logFiles: {
      async read(ref) {
        const bytes = await pipeline.logFiles.read(ref);
        await wait(costs.recordMs * recordsIn(bytes));
        return bytes;
      },
    },
    state: costly<StateStore>(pipeline.state, costs, wait),
    correlations: {
      ...pipeline.correlations,
      store: costly<CorrelationStore>(pipeline.correlations.store, costs, wait),
    },
    destinations: new Map(
      [...pipeline.destinations].map(([id, destination]) => {
        const { notifier } = destination;
        const post: typeof notifier.post = async (message, thread) => {
          await wait(costs.messageMs);
          return notifier.post(message, thread);
        };
        const update: typeof notifier.update = async (handle, message) => {
          await wait(costs.messageMs);
          return notifier.update?.(handle, message);
        };
        return [id, { ...destination, notifier: { ...notifier, post, ...(notifier.update && { update }) } }];
      }),
    ),
  };
}

function costly<Store extends object>(store: Store, { stateMs, idMs }: Costs, wait: Wait): Store {
  const methods = Object.entries(store) as [string, (...args: unknown[]) => Promise<unknown>][];
  const waiting = methods.map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      const ids = Array.isArray(args[0]) ? args[0].length : 0;
      await wait(stateMs + idMs * ids);
      return method(...args);
    },
  ]);
  return Object.fromEntries(waiting) as Store;
}
