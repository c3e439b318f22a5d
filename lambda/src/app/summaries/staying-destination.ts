// Where a summary goes if its destination is gone. In: the routes and destinations of an invocation. Out: a destination whose people may
// see the alerts of every route, or null: a summary never goes to people who were not meant to read it.

import { unconditionalDestinations } from '../../core/routing/route.ts';
import type { DeliveryRun } from '../delivery/delivery-run.ts';
import type { Destination } from '../ports.ts';

// Machines have no use for counts, and a count must not wake who is on call.
const READ_BY_PEOPLE: ReadonlySet<string> = new Set(['slack-app', 'slack-webhook', 'sns', 'teams']);

/** The first destination that takes every alert, such as the default channel; or the only one there is. `gone` is not among them. */
export function stayingDestination({ pipeline }: DeliveryRun, gone?: string): Destination | null {
  const { destinations, routeTables } = pipeline;
  const readers = [...destinations.values()].filter(({ kind }) => READ_BY_PEOPLE.has(kind));
  const others = readers.filter(({ id }) => id !== gone);
  const ids = unconditionalDestinations(routeTables);
  const [only] = readers.length === 1 ? others : [];
  return (
    others.filter(({ id }) => ids.includes(id)).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))[0] ?? only ?? null
  );
}
