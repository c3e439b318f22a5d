// Finds a part in a text in linear time. The engine's own search is fast but quadratic at worst, and both texts may come
// from an event: 100 KB sought in 200 KB of the same letter takes it two seconds. In: two texts. Out: an index.

// Up to here the engine's worst case is a constant factor.
const longestPlainPart = 512;

/** Where a part first stands in a text from an index on; -1 where it does not. */
export function indexOfText(whole: string, part: string, from = 0): number {
  // Otherwise the work would be that of the part, which may be far longer than what it is sought in.
  if (part.length > whole.length) return -1;
  return part.length <= longestPlainPart ? whole.indexOf(part, from) : linearIndexOf(whole, part, from);
}

/** Whether a part stands in a text. */
export function includesText(whole: string, part: string): boolean {
  return indexOfText(whole, part) >= 0;
}

// Knuth, Morris and Pratt: never looks at a character of the text again.
function linearIndexOf(whole: string, part: string, from: number): number {
  const borders = bordersOf(part);
  let matched = 0;
  for (let at = from; at < whole.length; at++) {
    matched = extendMatch(part, borders, matched, whole.charCodeAt(at));
    if (matched === part.length) return at - matched + 1;
  }
  return -1;
}

/** For each prefix of the part, how long its longest border is: a proper prefix that is also its suffix. */
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
