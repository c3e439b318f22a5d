// Makes the invisible visible. In: any text from an event. Out: the same text with control, bidirectional, zero-width
// and other characters without a look of their own, broken surrogates, and marks piled up on one letter spelled out as
// `\uXXXX`, so that a reader sees what is there.

/**
 * What shows as nothing, as the source of a regular expression with the flag `u`: characters that are ignorable by default
 * (https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point), but for the selector that makes an emoji colourful;
 * the blank of Braille; and marks above, below and over what stands before them, beyond the four that some languages need.
 */
export const HIDDEN = String.raw`(?!(?<=\p{Extended_Pictographic})\ufe0f)[\p{DI}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?<=[\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]`;

const INVISIBLE = new RegExp(`\\p{Cc}|${HIDDEN}`, 'gu');

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
