// Makes invisible characters visible. In: any text from an event. Out: the same text in which control, bidirectional,
// zero-width and other invisible characters, lone surrogates, and excess combining marks are written as `\uXXXX`.

/**
 * Invisible characters, as the source of a regular expression with the flag `u`: characters that are ignorable by default
 * (https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point), except the selector
 * for colored emoji; the Braille blank; and combining marks after the fourth on one letter, more than any language needs.
 */
export const HIDDEN = String.raw`(?!(?<=\p{Extended_Pictographic})\ufe0f)[\p{DI}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?<=[\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]`;

const INVISIBLE = new RegExp(`\\p{Cc}|${HIDDEN}`, 'gu');

// Nearly all texts are like this, and the other expression looks behind each character.
const PLAIN = /^[ -~]*$/;

/** The text without invisible characters and without line breaks. */
export function visibleText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(INVISIBLE, spellOut);
}

/** Each UTF-16 unit as `\uXXXX`, an escape that JSON and the rule language both decode. */
export function spellOut(characters: string): string {
  return Array.from({ length: characters.length }, (_, index) => {
    return `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
