// Makes the invisible visible. In: any text from an event. Out: the same text with control, bidirectional, zero-width
// and other format characters and broken surrogates spelled out as `\uXXXX`, so that a reader sees what is there.

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** The text with nothing invisible left in it, line breaks included. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, spellOut);
}

/** Each UTF-16 unit as `\uXXXX`, an escape that JSON and the rule language both read back. */
export function spellOut(characters: string): string {
  return Array.from({ length: characters.length }, (_, index) => {
    return `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
