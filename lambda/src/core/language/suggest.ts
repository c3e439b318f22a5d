// Finds the name that was probably meant. In: a name as written and the known names. Out: the closest name, or null.

const longestName = 80;

/** Returns the closest known name, if it is close enough to be a typing error. */
export function suggest(written: string, known: Iterable<string>): string | null {
  if (written.length > longestName) return null;
  const allowed = Math.max(1, Math.floor(written.length / 3));
  let best: string | null = null;
  let bestDistance = allowed + 1;
  for (const name of known) {
    if (Math.abs(name.length - written.length) >= bestDistance) continue;
    const distance = name.toLowerCase() === written.toLowerCase() ? 0 : editDistance(written, name);
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
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

// Counts the insertions, deletions, replacements and swaps of neighbours between two names.
function editDistance(a: string, b: string): number {
  let [before, previous]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(replaced, (previous[j] as number) + 1, (current[j - 1] as number) + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) distance = Math.min(distance, (before[j - 2] as number) + 1);
      current.push(distance);
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length] as number;
}
