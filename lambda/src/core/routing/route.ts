// Chooses the destinations of a notice. In: the notice's routing subject and the route tables. Out: destination ids. Pure.

import type { MatchingRule, Severity } from '../rules/rule.ts';
import type { RoutingSubject } from '../threads/notice.ts';

/**
 * A route fits a notice if its accounts do and one of the matching rules meets all of its other conditions. A route
 * without conditions fits every notice.
 */
export interface Route {
  readonly accounts?: readonly string[];
  /** Rule names; `*` and `?` are wildcards. */
  readonly rules?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly packs?: readonly string[];
  readonly destination: string;
}

/** An ordered list of routes; the first one that fits a notice applies. Tables are independent of each other. */
export type RouteTable = readonly Route[];

/** Returns the destinations of a notice, each once, in the order of the tables. */
export function routeNotice(subject: RoutingSubject, tables: readonly RouteTable[]): readonly string[] {
  const chosen = tables.map((table) => firstRoute(subject, table)?.destination);
  return [...new Set(chosen.filter((id): id is string => id !== undefined))];
}

/**
 * Returns the fallback for a destination that fails permanently: the last route of its table if that route has no
 * conditions. Null if there is none, or if it is the destination itself.
 */
export function fallbackOf(destination: string, tables: readonly RouteTable[]): string | null {
  const table = tables.find((routes) => routes.some((route) => route.destination === destination));
  const unconditional = table?.find((route) => Object.keys(route).every((condition) => condition === 'destination'));
  return unconditional && unconditional.destination !== destination ? unconditional.destination : null;
}

// Accounts in order of preference: a route for the caller's account comes before one for the recipient's account,
// and both come before a route that takes any account.
function firstRoute(subject: RoutingSubject, table: RouteTable): Route | undefined {
  const open = table.filter((route) => fitsAnyRule(route, subject));
  for (const account of subject.accountIds) {
    const route = open.find(({ accounts }) => accounts?.includes(account));
    if (route) return route;
  }
  return open.find(({ accounts }) => accounts === undefined);
}

function fitsAnyRule(route: Route, { ruleName, pack, severity, otherRules }: RoutingSubject): boolean {
  return fitsRule(route, { name: ruleName ?? '', pack, severity }) || otherRules.some((rule) => fitsRule(route, rule));
}

function fitsRule({ severities, packs, rules }: Route, { name, pack, severity }: MatchingRule): boolean {
  return (
    (severities?.includes(severity) ?? true) &&
    (packs?.includes(pack ?? '') ?? true) &&
    (rules?.some((pattern) => matchesWildcard(name, pattern)) ?? true)
  );
}

function matchesWildcard(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
