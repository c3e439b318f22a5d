// Routes as users write them, with names of destinations. In: the routes and the destinations. Out: route tables. Pure.
// Every route that fits a notice applies, so each route becomes a separate table for each of its destinations. A
// destination that no route names receives everything.

import type { Severity } from '../rules/rule.ts';
import type { SummarySchedule } from '../summaries/schedule.ts';
import type { DestinationSettings, PlacedRoute } from './destination-settings.ts';

/** An omitted condition always holds. */
export interface NamedRoute {
  readonly accounts?: readonly string[] | null | undefined;
  readonly rules?: readonly string[] | null | undefined;
  readonly severities?: readonly Severity[] | null | undefined;
  readonly packs?: readonly string[] | null | undefined;
  readonly destinations: readonly string[];
  readonly schedule?: SummarySchedule | undefined;
}

/** Returns a message for each unknown destination in routes, and for each pack that is off and so never matches. */
export function problemsOfRoutes(
  routes: readonly { readonly destinations: readonly string[]; readonly packs: readonly string[] }[],
  names: readonly string[],
  packsOn: readonly string[],
): string[] {
  const not = (list: readonly string[]) => (name: string) => !list.includes(name);
  return routes.flatMap(({ destinations, packs }, index) => [
    ...destinations
      .filter(not(names))
      .map(
        (name) =>
          `routes.${index}.destinations: ${name} is not one of the destinations (${names.join(', ') || 'none'})`,
      ),
    ...packs
      .filter(not(packsOn))
      .map((pack) => `routes.${index}.packs: ${pack} is not on (rule_packs: ${packsOn.join(', ') || 'none'})`),
  ]);
}

/** Returns the tables of the routes, in order, then one table for each destination that no route names. */
export function namedRoutes(
  routes: readonly NamedRoute[],
  destinations: ReadonlyMap<string, DestinationSettings>,
): readonly (readonly PlacedRoute[])[] {
  const routed = new Set(routes.flatMap((route) => route.destinations));
  const everything = [...destinations].filter(([name]) => !routed.has(name)).map(([, to]) => [{ to }]);
  const chosen = routes.flatMap(({ destinations: names, ...conditions }) =>
    names.map((name) => [{ ...present(conditions), to: find(name, destinations) }]),
  );
  return [...chosen, ...everything];
}

function present(conditions: Omit<NamedRoute, 'destinations'>): Omit<PlacedRoute, 'to'> {
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value));
}

function find(name: string, destinations: ReadonlyMap<string, DestinationSettings>): DestinationSettings {
  const found = destinations.get(name);
  if (found === undefined) throw new Error(`there is no destination ${name}`);
  return found;
}
