// Where a summary goes if its destination is gone. In: the routes and destinations of an invocation. Out: a destination whose people may
// see the alerts of every route, or null: a summary never goes to people who were not meant to read it.

import { unconditionalDestinations } from '../../core/routing/route.ts';
import type { DeliveryRun } from '../delivery/delivery-run.ts';
import type { Destination } from '../ports.ts';

// They have no use for counts.
const MACHINES: ReadonlySet<string> = new Set(['webhook', 'firehose', 'event-bus']);

/** The first destination that takes every alert, such as the default channel; or the only one there is. `gone` is not among them. */
export function stayingDestination({ pipeline }: DeliveryRun, gone?: string): Destination | null {
  const { destinations, routeTables } = pipeline;
  const readers = [...destinations.values()].filter(({ kind }) => !MACHINES.has(kind));
  const others = readers.filter(({ id }) => id !== gone);
  const ids = unconditionalDestinations(routeTables);
  const [only] = readers.length === 1 ? others : [];
  return (
    others.filter(({ id }) => ids.includes(id)).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))[0] ?? only ?? null
  );
}
