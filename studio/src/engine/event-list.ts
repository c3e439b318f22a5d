// The list of events: in order of time, filtered. In: events, decisions and a filter. Out: the numbers of the events to show, and rows.

import type { RuleDefinition } from '../../../lambda/src/core/rules/rule.ts';
import type { EventRow, ListFilter } from '../protocol.ts';
import type { Decisions } from './decisions.ts';
import { type EventStore, TEXT_FIELDS } from './event-store.ts';

/** The numbers of all events, the earliest first; events without a time are last. */
export function inOrderOfTime(events: EventStore): Uint32Array {
  const order = Uint32Array.from({ length: events.length }, (_, id) => id);
  const time = (id: number) => {
    const ms = events.timeAt(id);
    return Number.isNaN(ms) ? Number.MAX_VALUE : ms;
  };
  return order.sort((one, other) => time(one) - time(other) || one - other);
}

/** Those of `order` that pass the filter. `rule` is the rule of the filter; undefined if it has none or it has errors. */
export function filterEvents(
  order: Uint32Array,
  events: EventStore,
  decisions: Decisions,
  { text, outcome, onlyMarked }: ListFilter,
  rule: RuleDefinition | undefined,
): Uint32Array {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const withWords = words.map((word) => events.textsWith(word));
  const hasWords = (id: number) =>
    withWords.every((has) => TEXT_FIELDS.some((field) => has[events.textNumberAt(id, field)] === 1));
  return order.filter(
    (id) =>
      (outcome === 'all' || decisions.outcomeAt(id) === outcome) &&
      (!onlyMarked || rule === undefined || decisions.hasMatched(id, rule)) &&
      hasWords(id),
  );
}

/** The row of an event. */
export function rowOf(
  id: number,
  events: EventStore,
  decisions: Decisions,
  selected: RuleDefinition | undefined,
): EventRow {
  const ms = events.timeAt(id);
  const outcome = decisions.outcomeAt(id);
  const [first] = decisions.rulesAt(id);
  const naming = outcome === 'ignored' ? decisions.ignoreRuleAt(id) : first;
  const [name, service, actor, region, account, error] = TEXT_FIELDS.map((field) => events.textOf(id, field)) as [
    ...[string, string, string, string, string, string],
  ];
  return {
    ...{ id, name, service, actor, region, account, error, outcome },
    time: Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 19).replace('T', ' '),
    rule: naming?.name ?? '',
    severity: first?.severity ?? null,
    isMarked: selected !== undefined && decisions.hasMatched(id, selected),
  };
}
