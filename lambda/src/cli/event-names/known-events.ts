// The events that CloudTrail is known to record, and what a misspelled name or source was probably meant to be. In: names by source. Out:
// the names that were meant. A name that resembles none is not reported: AWS adds operations every day.

import { withoutApiVersion } from '../../core/records/api-version.ts';
import { sourcesMeant } from './event-sources.ts';
import { OTHER_EVENTS } from './other-events.ts';
import { createSpelling, once, startsOf } from './spelling.ts';

/** What was probably meant by what is written: empty if it is known, or if it resembles nothing that is known. */
export interface KnownEvents {
  isKnown(name: string): boolean;
  /** `sources`: the event sources that the rule requires, if any; names of these sources are preferred. */
  namesMeant(written: string, sources: readonly string[]): readonly string[];
  /** The same for a name in lower case, in a rule to which case does not matter. */
  namesMeantInAnyCase(written: string): readonly string[];
  /** The start of a name. */
  startsMeant(written: string): readonly string[];
  sourcesMeant(written: string): readonly string[];
}

let loading: Promise<KnownEvents> | null = null;

/** Loads the known events, once. Few commands need them. */
export function loadKnownEvents(): Promise<KnownEvents> {
  loading ??= import('./aws-operations.json', { with: { type: 'json' } }).then(({ default: aws }) => {
    const lists: [string, string][] = [...Object.entries(aws.operations), ...Object.entries(aws.otherActions)];
    const listed = lists.map(([source, names]) => [source, names.split(' ')] as const);
    return createKnownEvents([...listed, ...OTHER_EVENTS.map(({ source, names }) => [source, names] as const)]);
  });
  return loading;
}

/** Creates the known events from names by source. A source can occur several times. */
export function createKnownEvents(
  listed: readonly (readonly [source: string, names: readonly string[]])[],
): KnownEvents {
  const bySource = new Map<string, Set<string>>();
  for (const [source, names] of listed) {
    const known = bySource.get(source) ?? new Set();
    for (const name of names) known.add(name);
    bySource.set(source, known);
  }
  const all = new Set(listed.flatMap(([, names]) => names));
  const distinct = [...all];
  const spelling = createSpelling(all);
  const byLower = once(() => new Map(distinct.map((name) => [name.toLowerCase(), name])));
  const lower = once(() => createSpelling(new Set(byLower().keys()), () => false));
  const starts = once(() => createSpelling(new Set(distinct.flatMap(startsOf))));
  return {
    isKnown: (written) => all.has(withoutApiVersion(written)),
    namesMeant: memoized((written, sources: readonly string[]) => {
      const name = withoutApiVersion(written);
      const version = written.slice(name.length);
      // An action of IAM: `iam:CreateUser`.
      const action = name.replace(/^[a-z0-9-]+:/, '');
      if (action !== name && all.has(action)) return [action];
      const own = sources.every((source) => bySource.has(source))
        ? sources.flatMap((one) => [...(bySource.get(one) ?? [])])
        : [];
      return spelling.meant(name, new Set(own)).map((one) => one + version);
    }),
    namesMeantInAnyCase: memoized((written) =>
      lower()
        .meant(withoutApiVersion(written), new Set())
        .map((name) => byLower().get(name) ?? name),
    ),
    startsMeant: memoized((written) => {
      const start = written.replace(/_?\d[\d_]*(?:v\d*)?$/, '');
      return distinct.some((name) => name.startsWith(written) || name === start)
        ? []
        : starts().meant(written, new Set());
    }),
    sourcesMeant: (written) => sourcesMeant(written, bySource),
  };
}

// An unknown name is compared with all others whenever its rule is checked, and the studio checks with each key.
function memoized<Rest extends readonly unknown[]>(
  find: (written: string, ...rest: Rest) => readonly string[],
): (written: string, ...rest: Rest) => readonly string[] {
  const found = new Map<string, readonly string[]>();
  return (written, ...rest) => {
    const key = JSON.stringify([written, ...rest]);
    const known = found.get(key) ?? find(written, ...rest);
    if (found.size < MOST_FOUND) found.set(key, known);
    return known;
  };
}

const MOST_FOUND = 10_000;
