// Routes as users write them, by names of destinations. In: those routes and the destinations. Out: route tables.
// Pure. Every route that takes a notice counts, so each becomes a table of its own for each of its destinations; what no
// route names takes everything.

import type { Severity } from '../rules/rule.ts';
import type { DestinationSettings, PlacedRoute } from './destination-settings.ts';

/** Conditions that are left out hold always. */
export interface NamedRoute {
  readonly accounts?: readonly string[] | null | undefined;
  readonly rules?: readonly string[] | null | undefined;
  readonly severities?: readonly Severity[] | null | undefined;
  readonly packs?: readonly string[] | null | undefined;
  readonly destinations: readonly string[];
}

/** Names in routes that mean nothing: no such destination, or a pack that is not on and so never matches. */
export function problemsOfRoutes(
  routes: readonly { readonly destinations: readonly string[]; readonly packs: readonly string[] }[],
  names: readonly string[],
  packsOn: readonly string[],
): string[] {
  const not = (list: readonly string[]) => (name: string) => !list.includes(name);
  return routes.flatMap(({ destinations, packs }, index) => [
    ...destinations
      .filter(not(names))
      .map((name) => `routes.${index}.destinations: ${name} is none of destinations (${names.join(', ') || 'none'})`),
    ...packs
      .filter(not(packsOn))
      .map((pack) => `routes.${index}.packs: ${pack} is not on (rule_packs: ${packsOn.join(', ') || 'none'})`),
  ]);
}

/** The tables of some routes, in their order, then one for each destination that none of them names. */
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

function present({ accounts, rules, severities, packs }: Omit<NamedRoute, 'destinations'>): Omit<PlacedRoute, 'to'> {
  return {
    ...(accounts && { accounts }),
    ...(rules && { rules }),
    ...(severities && { severities }),
    ...(packs && { packs }),
  };
}

function find(name: string, destinations: ReadonlyMap<string, DestinationSettings>): DestinationSettings {
  const found = destinations.get(name);
  if (found === undefined) throw new Error(`no destination is called ${name}`);
  return found;
}
