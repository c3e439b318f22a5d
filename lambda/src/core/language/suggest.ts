// Finds the name that was probably meant. In: a name as written and the known names. Out: the closest name, or null.

const longestName = 80;

/** Returns the closest known name, if it is close enough to be a typing error. */
export function suggest(written: string, known: Iterable<string>): string | null {
  const [best] = closest(written, known, { most: Math.max(1, Math.floor(written.length / 3)) });
  return best ?? null;
}

/**
 * Returns the known names with the fewest differences from a name: at most `most` insertions, deletions, swaps of neighbours and
 * replacements, each of which counts as `replacement`. The case of letters does not count if all of them are equal.
 */
export function closest(
  written: string,
  known: Iterable<string>,
  { most, replacement = 1 }: { readonly most: number; readonly replacement?: number },
): readonly string[] {
  if (written.length > longestName) return [];
  const lower = written.toLowerCase();
  let best: string[] = [];
  let bestDistance = most;
  for (const name of known) {
    if (Math.abs(name.length - written.length) > bestDistance) continue;
    const isSame = name.length === written.length && name.toLowerCase() === lower;
    const distance = isSame ? 0 : editDistance(written, name, bestDistance, replacement);
    if (distance > bestDistance) continue;
    best = distance < bestDistance ? [name] : [...best, name];
    bestDistance = distance;
  }
  return best;
}

// Names in other languages.
const names = new Map([
  ['search', 'matches'],
  ['match', 'matches'],
  ['fullmatch', 'matches'],
  ['test', 'matches'],
  ['beginsWith', 'startsWith'],
  ['hasPrefix', 'startsWith'],
  ['hasSuffix', 'endsWith'],
  ['includes', 'contains'],
  ['indexOf', 'find'],
  ['index', 'find'],
  ['replaceAll', 'replace'],
  ['length', 'len'],
  ['has', 'exists'],
  ['defined', 'exists'],
  ['lstrip', 'strip'],
  ['rstrip', 'strip'],
  ['Number', 'int'],
  ['parseInt', 'int'],
  ['float', 'int'],
  ['String', 'str'],
  ['fnmatch', 'glob'],
  ['like', 'glob'],
  ['filter', 'count'],
  ['items', 'entries'],
  ['casefold', 'lower'],
  ['equalsIgnoreCase', 'iequals'],
  ['unquote', 'urlDecode'],
  ['decodeURIComponent', 'urlDecode'],
  ['concat', '+'],
  ['join', '+'],
]);

/** Returns the name of a function of another language in this one. */
export function ownName(name: string): string | null {
  return names.get(name) ?? null;
}

/** Returns a hint with the closest known name. */
export function didYouMean(written: string, known: Iterable<string>): string | null {
  const name = suggest(written, known);
  return name === null ? null : `did you mean \`${name}\`?`;
}

// Counts the differences between two names. Ends early with a number above `most` if there are more.
function editDistance(a: string, b: string, most: number, replacement: number): number {
  let [before, previous]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1, leastBefore = 0; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : replacement);
      let distance = Math.min(replaced, (previous[j] as number) + 1, (current[j - 1] as number) + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) distance = Math.min(distance, (before[j - 2] as number) + 1);
      current.push(distance);
      least = Math.min(least, distance);
    }
    // A swap continues the row before the last.
    if (least > most && leastBefore >= most) return most + 1;
    [before, previous, leastBefore] = [previous, current, least];
  }
  return previous[b.length] as number;
}
