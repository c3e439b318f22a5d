// Decodes percent-encoding. In: any string. Out: the string with every well-formed UTF-8 sequence decoded and everything else
// unchanged. Linear, and never throws.

const CONTINUATION = '%[89abAB][\\da-fA-F]';

// Well-formed UTF-8 (the Unicode standard, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
const SEQUENCES = [
  '%[0-7][\\da-fA-F]',
  `%(?:[cC][2-9a-fA-F]|[dD][\\da-fA-F])${CONTINUATION}`,
  `%[eE]0%[abAB][\\da-fA-F]${CONTINUATION}`,
  `%[eE][1-9a-cA-CeEfF]${CONTINUATION.repeat(2)}`,
  `%[eE][dD]%[89][\\da-fA-F]${CONTINUATION}`,
  `%[fF]0%[9abAB][\\da-fA-F]${CONTINUATION.repeat(2)}`,
  `%[fF][1-3]${CONTINUATION.repeat(3)}`,
  `%[fF]4%8[\\da-fA-F]${CONTINUATION.repeat(2)}`,
];
const WELL_FORMED = new RegExp(SEQUENCES.join('|'), 'g');

/** Decodes the percent-encoded characters of a string. */
export function urlDecode(text: string): string {
  return text.includes('%') ? text.replace(WELL_FORMED, decodeURIComponent) : text;
}
