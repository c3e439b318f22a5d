// Which URLs may become links. In: a URL from a rule or built from an event's values. Out: whether it is an https URL that
// cannot end the markup around it.

/** Whether a URL may be shown as a link. `longest` is the maximum number of characters. */
export function isSafeUrl(url: string, longest: number): boolean {
  return /^https:\/\/[^\s<>|"`]+$/.test(url) && url.length <= longest;
}
