// Plays a history: batches of events are delivered to invocations that run at the same time, step by step, over a versioned map.
// An invocation reads, decides, commits and sends, as the stage does; between any two steps it can crash, and is then repeated.

import type { Correlation } from '../../src/core/correlation/correlation.ts';
import { decideUnit } from '../../src/core/correlation/decide-unit.ts';
import type { Finding } from '../../src/core/correlation/finding.ts';
import type { Observation } from '../../src/core/correlation/observation.ts';
import { keysOf, planUnits, type Unit } from '../../src/core/correlation/unit.ts';
import type { UnitDecision } from '../../src/core/correlation/unit-decision.ts';
import type { PlayedHistory, Sent } from './oracle.ts';

export interface History {
  readonly rule: Correlation;
  /** For each event the observations that it makes. */
  readonly events: readonly (readonly Observation[])[];
  /** Which events each batch contains. */
  readonly batches: readonly (readonly number[])[];
  /** What happens next: which invocation takes a step, and whether it crashes. */
  readonly steps: readonly { readonly turn: number; readonly crashes: boolean }[];
}

/** Ways to break the algorithm or the protocol. */
export interface Sabotage {
  readonly rule?: (rule: Correlation) => Correlation;
  /** `delivery` is different for each delivery of a batch. */
  readonly observation?: (observation: Observation, delivery: number) => Observation;
  readonly stored?: (unit: Unit, stored: ReadonlyMap<string, string>) => ReadonlyMap<string, string>;
  readonly decision?: (decision: UnitDecision, unit: Unit) => UnitDecision;
  readonly neighborsUnchecked?: true;
  readonly conflictsIgnored?: true;
  readonly ownVersionOnly?: true;
}

interface Entry {
  readonly value: string;
  readonly version: number;
}

interface World {
  readonly rule: Correlation;
  readonly sabotage: Sabotage;
  readonly store: Map<string, Entry>;
  readonly sent: Map<string, Sent>;
  readonly contradictions: string[];
  readonly delivered: Map<string, number>;
  readonly acknowledged: Map<string, number>;
  step: number;
  deliveries: number;
}

/** Plays a history to its end, then delivers everything again. */
export function play(history: History, sabotage: Sabotage = {}): PlayedHistory {
  const rule = sabotage.rule?.(history.rule) ?? history.rule;
  const world: World = {
    ...{ rule, sabotage, store: new Map(), sent: new Map(), contradictions: [] },
    ...{ delivered: new Map(), acknowledged: new Map(), step: 0, deliveries: 0 },
  };
  const batches = history.batches.map((batch) => batch.flatMap((index) => history.events[index] ?? []));
  runTogether(world, batches, history.steps);
  const before = new Set(world.sent.keys());
  for (const batch of batches.toReversed()) finish(invoke(world, batch));
  const repeated = [...world.sent.keys()].filter((id) => !before.has(id));
  const { delivered, acknowledged, contradictions } = world;
  return {
    ...{ rule: history.rule, events: eventsIn(batches), delivered, acknowledged },
    sent: [...world.sent].filter(([id]) => before.has(id)).map(([, sent]) => sent),
    repeated: [...repeated, ...contradictions],
  };
}

const eventsIn = (batches: readonly (readonly Observation[])[]): Observation[] => [...new Set(batches.flat())];

function runTogether(world: World, batches: readonly (readonly Observation[])[], steps: History['steps']): void {
  const running = batches.map((batch) => ({ batch, invocation: invoke(world, batch) }));
  for (const { turn, crashes } of steps) {
    const index = turn % Math.max(1, running.length);
    const current = running[index];
    if (current === undefined) return;
    if (crashes) current.invocation = invoke(world, current.batch);
    else if (current.invocation.next().done) running.splice(index, 1);
  }
  for (const { invocation } of running) finish(invocation);
}

function finish(invocation: Generator<void>): void {
  while (!invocation.next().done);
}

function* invoke(world: World, batch: readonly Observation[]): Generator<void> {
  const delivery = ++world.deliveries;
  for (const { eventId } of batch) first(world.delivered, eventId, ++world.step);
  const change = world.sabotage.observation ?? ((observation) => observation);
  const observations = batch.map((observation) => change(observation, delivery));
  const rules = new Map(observations.map(({ definition }) => [definition, world.rule]));
  const findings: Finding[] = [];
  for (const unit of planUnits(observations, rules)) findings.push(...(yield* settle(world, unit)));
  for (const finding of findings) {
    yield;
    send(world, finding);
  }
  yield;
  for (const { eventId } of batch) first(world.acknowledged, eventId, ++world.step);
}

/** Reads, decides and commits until a decision holds. */
function* settle(world: World, unit: Unit): Generator<void, readonly Finding[]> {
  for (;;) {
    const read = yield* readKeys(world, keysOf(unit));
    const values = new Map([...read].flatMap(([key, entry]) => (entry === null ? [] : [[key, entry.value]])));
    const stored = world.sabotage.stored?.(unit, values) ?? values;
    const decided = decideUnit(unit, stored, 0);
    const decision = world.sabotage.decision?.(decided, unit) ?? decided;
    yield;
    if (decision.writes.length > 0 && !commit(world, unit, decision, read)) continue;
    if (decision.writes.length === 0 || decision.needs === 'all' || world.sabotage.neighborsUnchecked) {
      return decision.findings;
    }
    const others = yield* readKeys(world, keysOf(unit).slice(1));
    if ([...others].every(([key, entry]) => entry?.version === read.get(key)?.version)) return decision.findings;
  }
}

type Read = ReadonlyMap<string, Entry | null>;

function* readKeys(world: World, keys: readonly string[]): Generator<void, Read> {
  const read = new Map<string, Entry | null>();
  for (const key of keys) {
    yield;
    read.set(key, world.store.get(key) ?? null);
  }
  return read;
}

function commit(world: World, unit: Unit, { writes, needs }: UnitDecision, read: Read): boolean {
  const checksAll = needs === 'all' && !world.sabotage.ownVersionOnly;
  const expected = checksAll ? keysOf(unit) : keysOf(unit).slice(0, 1);
  const holds = expected.every((key) => world.store.get(key)?.version === read.get(key)?.version);
  if (!holds && !world.sabotage.conflictsIgnored) return false;
  for (const { key, value } of writes) {
    if (needs === 'own' && key !== expected[0]) throw new Error(`${key} is written without its version`);
    world.store.set(key, { value, version: (world.store.get(key)?.version ?? 0) + 1 });
  }
  return true;
}

/** Sends a finding, once for each id, as the claims of delivery do. */
function send(world: World, { kind, observation, facts }: Finding): void {
  const { eventId, timeMs, value } = observation;
  const id = [...facts.group, facts.startMs, ...(kind === 'opened' ? [] : [eventId])].join('#');
  const known = world.sent.get(id);
  if (known === undefined) world.sent.set(id, { kind, eventId, timeMs, value, facts });
  else if (JSON.stringify(known.facts) !== JSON.stringify(facts)) world.contradictions.push(`${id} has other facts`);
}

function first(steps: Map<string, number>, key: string, step: number): void {
  if (!steps.has(key)) steps.set(key, step);
}
