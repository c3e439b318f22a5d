// Judges a history of verification by its oracle: what was lost, repeated, not reported, or reported although it is not true.

import type { Notice } from '../../src/core/threads/notice.ts';
import type { SimulatedTrails } from './verification-trail.ts';

/** Which objects were processed without any fault, by the messages that announced them. */
export interface Clean {
  isClean(key: string): boolean;
}

export interface VerificationEvidence {
  readonly trails: SimulatedTrails;
  /** What was posted. */
  readonly notices: readonly Notice[];
  /** The invocations that posted a notice, by its id. */
  readonly senders: ReadonlyMap<string, readonly string[]>;
  /** Invocations with a fault after which their work may be repeated. */
  readonly excused: ReadonlySet<string>;
  readonly clean: Clean;
  /** Log files that had a mark before their alerts were posted. */
  readonly early: readonly string[];
}

/** What is wrong at the end of a history; empty lists if nothing is. */
export interface Verdict {
  /** Alerts that were never delivered. */
  readonly lost: readonly string[];
  /** Alerts and findings that were delivered more often than faults excuse. */
  readonly repeated: readonly string[];
  /** Findings that are true and were not reported. */
  readonly unreported: readonly string[];
  /** Findings that were reported and are not true. */
  readonly untrue: readonly string[];
  /** Log files that had a mark before their alerts were delivered. */
  readonly early: readonly string[];
  readonly found: number;
  readonly recovered: number;
}

/** Judges the evidence of a world. */
export function judgeVerification({ trails, notices, senders, excused, clean, early }: VerificationEvidence): Verdict {
  const { expected } = trails;
  const repeated = [...senders].filter(([, by]) => by.length > 1 + by.filter((owner) => excused.has(owner)).length);
  const found = notices.flatMap(factsOf);
  const late = new Map(found.filter(({ name }) => name === LATE).map(({ key, count }) => [key, count]));
  const others = new Set(found.filter(({ name }) => name !== LATE).map(textOf));
  return {
    lost: [...expected.alerts].filter((id) => !senders.has(`event#${id}`)),
    repeated: repeated.map(([id, by]) => `${id}: ${by.join(', ')}`),
    unreported: [...[...expected.findings].filter((finding) => !others.has(finding)), ...unreportedLate(late, trails)],
    untrue: [...[...others].filter((finding) => !expected.findings.has(finding)), ...untrueLate(late, trails, clean)],
    early,
    found: found.length,
    recovered: [...late.values()].reduce((sum, count) => sum + count, 0),
  };
}

const LATE = 'LogFilesReadLate';

function unreportedLate(late: ReadonlyMap<string, number>, { expected }: SimulatedTrails): string[] {
  return [...expected.late].flatMap(([key, { least }]) => {
    const count = late.get(key) ?? 0;
    return count < least ? [`${LATE} ${key} ${count} instead of ${least}`] : [];
  });
}

// A log file whose message was retried, or whose mark was lost, may be read late as well.
function untrueLate(late: ReadonlyMap<string, number>, { digests }: SimulatedTrails, clean: Clean): string[] {
  return [...late].flatMap(([key, count]) => {
    const files = digests.find((digest) => digest.key === key)?.files.filter(({ fate }) => fate === 'kept') ?? [];
    const most = files.filter((file) => file.isLost || !clean.isClean(file.key)).length;
    return count > most ? [`${LATE} ${key} ${count}, at most ${most}`] : [];
  });
}

function factsOf(notice: Notice) {
  if (notice.kind !== 'alert' || notice.alert.rule.name !== 'finding') return [];
  const { eventName, additionalEventData } = notice.alert.record;
  const { key = '', count = 0 } = additionalEventData as { key?: string; count?: number };
  return [{ name: String(eventName), key, count }];
}

const textOf = ({ name, key, count }: ReturnType<typeof factsOf>[number]) =>
  `${name} ${key}${count > 0 ? ` ${count}` : ''}`;
