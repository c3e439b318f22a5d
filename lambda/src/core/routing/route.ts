// Chooses the destinations of a notice. In: the notice's routing subject and the route tables. Out: destination ids, and the
// scheduled summaries that an alert is collected for. Pure.

import type { MatchingRule, Severity } from '../rules/rule.ts';
import type { ScheduledSummary } from '../summaries/collection.ts';
import type { SummarySchedule } from '../summaries/schedule.ts';
import type { Notice, RoutingSubject } from '../threads/notice.ts';

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
  /** If set, alerts are collected for the destination, and it receives them in one message when the schedule is due. */
  readonly schedule?: SummarySchedule;
}

/** An ordered list of routes; the first one that fits a notice applies. Tables are independent of each other. */
export type RouteTable = readonly Route[];

/** Returns the destinations of a notice, each once, in the order of the tables. */
export function routeNotice(subject: RoutingSubject, tables: readonly RouteTable[]): readonly string[] {
  const chosen = tables.map((table) => firstRoute(subject, table)?.destination);
  return [...new Set(chosen.filter((id): id is string => id !== undefined))];
}

/** Where a notice goes. */
export interface Places {
  /** The ids of the destinations that receive it immediately. */
  readonly now: readonly string[];
  /** The summaries that count it. */
  readonly collected: readonly ScheduledSummary[];
}

/**
 * Returns the places of a notice. Only alerts that are not critical are collected; any other notice goes to the destination
 * immediately. A destination that receives an alert immediately does not get it in a summary as well.
 */
export function placesOf(notice: Notice, tables: readonly RouteTable[]): Places {
  const { subject } = notice;
  if (notice.kind !== 'alert' || subject.severity === 'critical')
    return { now: routeNotice(subject, tables), collected: [] };
  const routes = tables.flatMap((table) => firstRoute(subject, table) ?? []);
  const now = new Set(routes.filter(({ schedule }) => schedule === undefined).map(({ destination }) => destination));
  const collected = new Map<string, ScheduledSummary>();
  for (const { destination, schedule } of routes) {
    if (schedule === undefined || now.has(destination)) continue;
    collected.set(JSON.stringify([destination, schedule]), { destination, schedule });
  }
  return { now: [...now], collected: [...collected.values()] };
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

/** Whether any route has a schedule. */
export function hasSchedules(tables: readonly RouteTable[]): boolean {
  return tables.some((table) => table.some(({ schedule }) => schedule !== undefined));
}

/** Returns the ids of the destinations with a route that takes every alert, immediately or in summaries, in their order. */
export function unconditionalDestinations(tables: readonly RouteTable[]): readonly string[] {
  const open = tables
    .flat()
    .filter(({ destination: _, schedule: __, ...conditions }) => Object.keys(conditions).length === 0);
  return open.map(({ destination }) => destination);
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
