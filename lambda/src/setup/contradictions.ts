// Finds contradictions between parts of the settings. In: settings JSON, not necessarily valid. Out: a message for each
// contradiction, with its position. Reports nothing about malformed parts.

import * as v from 'valibot';
import { problemsOfRoutes } from '../core/routing/named-routes.ts';

// The parts of the settings that refer to each other. A malformed part counts as empty; the full schema reports it.
const text = v.string();
const names = v.fallback(v.nullish(v.array(text), []), []);
const outline = v.object({
  slack_bot_token_reference: v.fallback(v.nullish(text), null),
  use_default_rules: v.fallback(v.nullish(v.boolean(), true), true),
  rule_packs: names,
  verify_log_files: v.fallback(v.nullish(v.boolean(), false), false),
  destinations: v.fallback(v.nullish(v.record(text, v.fallback(v.object({ type: text }), { type: '' })), {}), {}),
  routes: v.fallback(
    v.nullish(
      v.array(
        v.fallback(v.object({ destinations: names, packs: names, digest: v.fallback(v.nullish(text), null) }), {
          destinations: [],
          packs: [],
          digest: null,
        }),
      ),
      [],
    ),
    [],
  ),
});

// They store or handle every alert, so they have no use for counts.
const MACHINES = new Set(['pagerduty', 'webhook', 'firehose', 'event_bus']);

const machineProblem = (index: number) => (name: string) =>
  `routes.${index}.digest: ${name} receives every alert as JSON, never a digest; name it in a route without digest`;

/** The packs that settings turn on. */
export function packsOf(s: {
  readonly use_default_rules: boolean;
  readonly verify_log_files: boolean;
  readonly rule_packs: readonly string[];
}): string[] {
  const [core, integrity] = [s.use_default_rules ? ['core'] : [], s.verify_log_files ? ['integrity'] : []];
  return [...new Set([...core, ...s.rule_packs, ...integrity])];
}

/** Finds parts of the settings that are valid on their own but contradict each other. */
export function contradictions(json: unknown): string[] {
  const result = v.safeParse(outline, json);
  if (!result.success) return [];
  const { destinations, routes, slack_bot_token_reference: token } = result.output;
  const tokenless = token ? [] : Object.keys(destinations).filter((name) => destinations[name]?.type === 'slack');
  return [
    ...tokenless.map(
      (name) => `destinations.${name}: type slack requires slack_bot_token or slack_bot_token_reference`,
    ),
    ...problemsOfRoutes(routes, Object.keys(destinations), packsOf(result.output)),
    ...routes.flatMap(({ digest, destinations: names }, index) =>
      names.filter((name) => digest && MACHINES.has(destinations[name]?.type ?? '')).map(machineProblem(index)),
    ),
  ];
}
