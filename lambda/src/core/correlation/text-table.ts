// A table of texts, so that a text that many points share is stored once. Its size is limited: further texts are not stored.

export interface TextTable {
  readonly texts: readonly string[];
  /** The number of the text in base 36; `NO_TEXT` if the table is full. */
  index(text: string): string;
  /** Whether it was too small for a text. */
  isTooSmall(): boolean;
}

export const NO_TEXT = 'zz';

/** An empty table for some entries, which take at most `characters` characters of JSON. */
export function createTextTable(limit: { readonly entries: number; readonly characters: number }): TextTable {
  const texts: string[] = [];
  const indexes = new Map<string, string>();
  let left = limit.characters;
  const add = (text: string): string => {
    const size = JSON.stringify(text).length;
    if (texts.length === limit.entries || size > left) return NO_TEXT;
    left -= size;
    return (texts.push(text) - 1).toString(36);
  };
  return {
    texts,
    isTooSmall: () => indexes.size > texts.length,
    index(text) {
      const known = indexes.get(text);
      if (known !== undefined) return known;
      const index = add(text);
      indexes.set(text, index);
      return index;
    },
  };
}
