// Finds a substring in linear time. The engine's search is fast but quadratic at worst, and both strings can come from an
// event: a search for 100 KB in 200 KB of the same letter takes two seconds. In: two strings. Out: an index.

// Up to this length the engine's worst case is a constant factor.
const longestPlainPart = 512;

/** The first index of a substring at or after an index; -1 if there is none. */
export function indexOfText(whole: string, part: string, from = 0): number {
  // Otherwise the cost would be that of the substring, which can be much longer than the string.
  if (part.length > whole.length) return -1;
  return part.length <= longestPlainPart ? whole.indexOf(part, from) : linearIndexOf(whole, part, from);
}

/** Whether a string contains a substring. */
export function includesText(whole: string, part: string): boolean {
  return indexOfText(whole, part) >= 0;
}

// Knuth-Morris-Pratt: reads every character of the string once.
function linearIndexOf(whole: string, part: string, from: number): number {
  const borders = bordersOf(part);
  let matched = 0;
  for (let at = from; at < whole.length; at++) {
    matched = extendMatch(part, borders, matched, whole.charCodeAt(at));
    if (matched === part.length) return at - matched + 1;
  }
  return -1;
}

/** The length of the longest border (a proper prefix that is also a suffix) of each prefix. */
function bordersOf(part: string): Int32Array {
  const borders = new Int32Array(part.length + 1);
  for (let length = 2; length <= part.length; length++) {
    borders[length] = extendMatch(part, borders, borders[length - 1] as number, part.charCodeAt(length - 1));
  }
  return borders;
}

function extendMatch(part: string, borders: Int32Array, matched: number, unit: number): number {
  let length = matched;
  while (length > 0 && part.charCodeAt(length) !== unit) length = borders[length] as number;
  return part.charCodeAt(length) === unit ? length + 1 : length;
}
