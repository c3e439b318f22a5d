// The length that Slack and Teams may count: as JSON in which each character outside ASCII is a six-character escape.
// In: a value that is sent as JSON. Out: its length. Never less than the length that is sent.

/** The length of a value as JSON in ASCII. */
export function asciiJsonLength(value: unknown): number {
  const json = JSON.stringify(value);
  return json.length + 5 * (json.match(/[^\x20-\x7e]/g)?.length ?? 0);
}

/** The first of some values that fit into `room` characters of such JSON, each with a comma. */
export function firstThatFit<T>(values: readonly T[], room: number): readonly T[] {
  let left = room;
  const end = values.findIndex((value) => {
    left -= asciiJsonLength(value) + 1;
    return left < 0;
  });
  return end === -1 ? values : values.slice(0, end);
}
