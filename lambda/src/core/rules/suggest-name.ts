// Finds the known name that a mistyped one was probably meant to be. Pure; bounded by the length of the names.

/** ` (did you mean "x"?)` where some known name is close to the given one, else the empty text. */
export function didYouMean(given: string, known: readonly string[]): string {
  const nearest = nearestName(given, known);
  return nearest === null ? '' : ` (did you mean "${nearest}"?)`;
}

/** The known name with the fewest edits, if those are at most a third of its length; null if none is that close. */
export function nearestName(given: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const edits = editDistance(given.toLowerCase().slice(0, 100), name.toLowerCase());
    if (edits < fewest && edits <= Math.max(1, Math.floor(name.length / 3))) [best, fewest] = [name, edits];
  }
  return best;
}

// Levenshtein's distance, row by row.
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, substituted));
    }
    row = next;
  }
  return at(row, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] as number;
