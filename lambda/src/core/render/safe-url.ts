// Which URLs may become links. In: a URL, from a rule or made of an event's values. Out: whether it is one of https that can
// neither end the markup around it nor pass for anything but a link.

/** Whether a URL may be shown as a link, where it may have at most `longest` characters. */
export function isSafeUrl(url: string, longest: number): boolean {
  return /^https:\/\/[^\s<>|"`]+$/.test(url) && url.length <= longest;
}
