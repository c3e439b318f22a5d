// The length that Slack and Teams may count: as JSON in which each character outside ASCII is a six-character escape.
// In: a value that is sent as JSON. Out: its length. Never less than the length that is sent.

/** The length of a value as JSON in ASCII. */
export function asciiJsonLength(value: unknown): number {
  const json = JSON.stringify(value);
  return json.length + 5 * (json.match(/[^\x20-\x7e]/g)?.length ?? 0);
}
