// What the heartbeat knows of one account. In: when its newest digests end, and what was stored. Out: which regions are dark, and
// what must be reported. Pure.

/** What is reported about an account: regions that went dark, or whose digests arrive again. */
export interface DarknessReport {
  readonly kind: 'dark' | 'back';
  /** When it was found, in milliseconds since the epoch. */
  readonly foundMs: number;
  /** The regions, each with the end of its last digest before it was dark. */
  readonly regions: ReadonlyMap<string, number>;
}

export interface Watch {
  /** The dark regions, each with the end of its last digest. */
  readonly dark: ReadonlyMap<string, number>;
  /** What may not have been delivered yet; it is stored before it is delivered, so that a retry delivers the same. */
  readonly report: DarknessReport | null;
}

/** CloudTrail delivers a digest every hour. With none for longer than this, a region is dark. */
export const DARK_AFTER_MS = 3 * 3600 * 1000;

export interface Moment {
  readonly nowMs: number;
  /** Since when the heartbeat has run every hour. What it did not see before that does not count as missing. */
  readonly runningSinceMs: number;
}

/** What is known now. `newest` has the watched regions of the account. The report is null if nothing changed. */
export function observe(newest: ReadonlyMap<string, number>, before: Watch, { nowMs, runningSinceMs }: Moment): Watch {
  const isLate = (endMs: number) => nowMs - Math.max(endMs, runningSinceMs) > DARK_AFTER_MS;
  const dark = new Map([...before.dark].filter(([region]) => newest.has(region)));
  const gone = new Map([...newest].filter(([region, endMs]) => !dark.has(region) && isLate(endMs)));
  if (gone.size > 0) {
    return { dark: new Map([...dark, ...gone]), report: { kind: 'dark', foundMs: nowMs, regions: gone } };
  }
  const isBack = (region: string, sinceMs: number): boolean => {
    const endMs = newest.get(region) ?? 0;
    return endMs > sinceMs && !isLate(endMs);
  };
  const back = new Map([...dark].filter(([region, sinceMs]) => isBack(region, sinceMs)));
  if (back.size === 0) return { dark, report: null };
  const left = new Map([...dark].filter(([region]) => !back.has(region)));
  return { dark: left, report: { kind: 'back', foundMs: nowMs, regions: back } };
}

/** The text that is stored. Equal watches have equal texts. */
export function watchText({ dark, report }: Watch): string {
  if (dark.size === 0 && report === null) return '';
  return JSON.stringify({ dark: entriesOf(dark), report: report && { ...report, regions: entriesOf(report.regions) } });
}

function entriesOf(regions: ReadonlyMap<string, number>): [string, number][] {
  return [...regions].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Reads a stored text; null if it has another form, as after a downgrade. */
export function parseWatch(text: string): Watch | null {
  if (text === '') return { dark: new Map(), report: null };
  try {
    const { dark, report } = JSON.parse(text);
    // Without a list, a spread fails, and `new Map` does not.
    const regionsOf = (list: Iterable<[string, number]>) => new Map([...list]);
    return { dark: regionsOf(dark), report: report ? { ...report, regions: regionsOf(report.regions) } : null };
  } catch {
    return null;
  }
}
