// Which destinations a notice goes to. Pure: a notice's subject and the route tables in, destination ids out.

import type { Severity } from '../rules/rule.ts';
import type { RoutingSubject } from '../threads/notice.ts';

/** Every condition that is present must hold; a route without conditions takes everything. */
export interface Route {
  readonly accounts?: readonly string[];
  /** Rule names; `*` and `?` are wildcards. */
  readonly rules?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly packs?: readonly string[];
  readonly destination: string;
}

/** An ordered list of routes, the first that takes a notice wins. Tables are independent of each other. */
export type RouteTable = readonly Route[];

/** The destinations of a notice, each once, in the order of the tables. */
export function routeNotice(subject: RoutingSubject, tables: readonly RouteTable[]): readonly string[] {
  const chosen = tables.map((table) => firstRoute(subject, table)?.destination);
  return [...new Set(chosen.filter((id): id is string => id !== undefined))];
}

/** Where to turn when a destination is broken for good: the route of its table that takes everything; null if that is it. */
export function fallbackOf(destination: string, tables: readonly RouteTable[]): string | null {
  const table = tables.find((routes) => routes.some((route) => route.destination === destination));
  const last = table?.find((route) => Object.keys(route).every((condition) => condition === 'destination'));
  return last && last.destination !== destination ? last.destination : null;
}

// Accounts in order of preference: a route for the caller's account comes before one for the recipient's account,
// and both come before a route that takes any account.
function firstRoute(subject: RoutingSubject, table: RouteTable): Route | undefined {
  const open = table.filter((route) => meetsAllButAccount(route, subject));
  for (const account of subject.accountIds) {
    const route = open.find(({ accounts }) => accounts?.includes(account));
    if (route) return route;
  }
  return open.find(({ accounts }) => accounts === undefined);
}

function meetsAllButAccount(route: Route, subject: RoutingSubject): boolean {
  return (
    (route.severities?.includes(subject.severity) ?? true) &&
    (route.packs?.includes(subject.pack ?? '') ?? true) &&
    (route.rules?.some((pattern) => matchesWildcard(subject.ruleName ?? '', pattern)) ?? true)
  );
}

function matchesWildcard(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
