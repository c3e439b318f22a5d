// Reads each field of an event once, however many rules use it. In: a path. Out: a reader that caches the value for the
// last event, which is why events are read-only. All rules of an environment share one set of readers.

import { type Lookup, leafLookup } from './field-lookup.ts';
import type { Data, LanguageEnvironment } from './rule-expression.ts';

const byEnvironment = new WeakMap<LanguageEnvironment, Map<string, Lookup>>();

/** Returns the reader of a leaf, shared by all rules that are compiled in the environment. */
export function sharedLeafLookup(path: string, environment: LanguageEnvironment): Lookup {
  const lookups = byEnvironment.get(environment) ?? new Map<string, Lookup>();
  byEnvironment.set(environment, lookups);
  const lookup = lookups.get(path) ?? remembering(leafLookup([path]));
  lookups.set(path, lookup);
  return lookup;
}

function remembering(read: Lookup): Lookup {
  let lastEvent: Data | undefined;
  let found: Data | undefined;
  return (event) => {
    if (event !== lastEvent) {
      found = read(event);
      lastEvent = event;
    }
    return found;
  };
}
