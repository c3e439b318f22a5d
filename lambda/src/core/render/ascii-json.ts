// How long Slack and Teams may take something to be: as JSON in which every character outside ASCII is an escape of six.
// In: anything that is sent as JSON. Out: its length. Never less than what is sent.

/** The length of a value as JSON in ASCII. */
export function asciiJsonLength(value: unknown): number {
  const json = JSON.stringify(value);
  return json.length + 5 * (json.match(/[^\x20-\x7e]/g)?.length ?? 0);
}
