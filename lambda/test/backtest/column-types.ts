// The columns of Athena that hold lines of JSON.
// https://docs.aws.amazon.com/athena/latest/ug/data-types.html

type Json = string | number | null | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * The name of each column, in lower case as Athena reads it, and its type. Each line, and each element of a list, contributes what the
 * others lack. A type is `unknown` if no value shows it.
 */
export function columnTypes(lines: readonly JsonObject[]): Readonly<Record<string, string>> {
  return Object.fromEntries(fieldsOf(lines).map(([name, type]) => [name.toLowerCase(), type]));
}

function fieldsOf(objects: readonly JsonObject[]): readonly (readonly [name: string, type: string])[] {
  const names = [...new Set(objects.flatMap(Object.keys))];
  return names.map((name) => [name, typeOf(objects.map((object) => object[name] ?? null))]);
}

function typeOf(values: readonly Json[]): string {
  const known = values.filter((value) => value !== null);
  const [first] = known;
  if (first === undefined) return 'unknown';
  if (typeof first === 'string') return 'string';
  if (typeof first === 'number') return Number.isInteger(first) ? 'bigint' : 'double';
  if (Array.isArray(first)) return `array<${typeOf(known.flat() as readonly Json[])}>`;
  const fields = fieldsOf(known as readonly JsonObject[]);
  return `struct<${fields.map((field) => field.join(':')).join()}>`;
}
