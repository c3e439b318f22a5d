// The list of mutes, which is stored as one text. In: a list, and what happens to it. Out: another list, or why not. Pure: the caller
// stores it, on the condition that it has not changed in the meantime.

import { coversTheSame, endOf, isRunning, type Mute } from './mute.ts';

/** How many mutes can be kept. With the longest names, they fit three times into an item of the state table (400 KB). */
export const MUTES_MAX = 100;

/** A request is accepted for five minutes on each side of its time, so within this time it can arrive again. */
const REPLAYED_WITHIN_MS = 10 * 60_000;

export type Started =
  | { readonly kind: 'started'; readonly mutes: readonly Mute[] }
  /** A mute of the same alerts runs, or this request has been handled before. */
  | { readonly kind: 'known'; readonly mutes?: undefined; readonly mute: Mute }
  | { readonly kind: 'full'; readonly mutes?: undefined };

/** The running mutes of a destination, those first that end first. */
export function runningAt(mutes: readonly Mute[], destination: string, nowMs: number): readonly Mute[] {
  return mutes
    .filter((mute) => mute.destination === destination && isRunning(mute, nowMs))
    .sort((one, other) => endOf(one) - endOf(other));
}

/** Adds a mute that starts now. */
export function startMute(mutes: readonly Mute[], mute: Mute): Started {
  const known = mutes.find(
    (other) => other.id === mute.id || (coversTheSame(other, mute) && isRunning(other, mute.startedMs)),
  );
  if (known) return { kind: 'known', mute: known };
  return mutes.length >= MUTES_MAX ? { kind: 'full' } : { kind: 'started', mutes: [...mutes, mute] };
}

/** Ends a mute now. `mute` is undefined if the list does not contain it; a mute that has ended is not changed. */
export function endMute(
  mutes: readonly Mute[],
  id: string,
  ended: NonNullable<Mute['ended']>,
): { readonly mutes: readonly Mute[]; readonly mute: Mute | undefined } {
  const ending = (mute: Mute) => (mute.id === id && isRunning(mute, ended.atMs) ? { ...mute, ended } : mute);
  const changed = mutes.map(ending);
  return { mutes: changed, mute: changed.find((mute) => mute.id === id) };
}

/** Notes that the channel knows of a mute. */
export function noteAnnounced(mutes: readonly Mute[], id: string): readonly Mute[] {
  return mutes.map((mute) => (mute.id === id ? { ...mute, announced: true } : mute));
}

/** Notes that the report of a mute is about to be posted. */
export function noteReporting(mutes: readonly Mute[], id: string): readonly Mute[] {
  return mutes.map((mute) => (mute.id === id ? { ...mute, isReporting: true as const } : mute));
}

/** The list without a mute. */
export function withoutMute(mutes: readonly Mute[], id: string): readonly Mute[] {
  return mutes.filter((mute) => mute.id !== id);
}

/**
 * Whether nothing more can happen to a mute: it has ended, no invocation suppresses alerts because of it, and the request that started
 * it is no longer accepted. `lagMs` is how long an invocation can act on a list that it read before the end.
 */
export function isFinished(mute: Mute, nowMs: number, lagMs: number): boolean {
  return nowMs >= Math.max(endOf(mute) + lagMs, mute.startedMs + REPLAYED_WITHIN_MS);
}

/** The list as text. */
export function writeMutes(mutes: readonly Mute[]): string {
  return JSON.stringify({ version: 1, mutes });
}

/** The list of a text; an empty text is an empty list. Throws an error if the text is not such a list. */
export function readMutes(text: string): readonly Mute[] {
  if (text === '') return [];
  const { version, mutes } = Object(JSON.parse(text)) as { version?: unknown; mutes?: unknown };
  if (version !== 1 || !Array.isArray(mutes) || !mutes.every(isMute))
    throw new Error('the stored list of mutes has another form');
  return mutes;
}

function isMute(value: unknown): value is Mute {
  const mute = Object(value) as Record<string, unknown>;
  const texts = [mute.id, mute.destination, mute.rule, mute.what, mute.by];
  const times = [mute.startedMs, mute.untilMs];
  return (
    texts.every((text) => typeof text === 'string') &&
    times.every(Number.isFinite) &&
    (mute.key === null || typeof mute.key === 'string') &&
    (mute.ended === undefined || Number.isFinite(Object(mute.ended).atMs))
  );
}
