// The values of a list as text, one on each line. In: values. Out: text, and back. A value that one plain line cannot show (an empty
// one, one with line breaks, spaces around it, or a quote at its start) is written as a JSON string.

export interface ReadList {
  readonly values: readonly string[];
  /** What is wrong in which line. Such a line is a value as it is written. */
  readonly problems: readonly string[];
}

/** The text of some values. */
export function listToText(values: readonly string[]): string {
  return values.map((value) => (isPlain(value) ? value : JSON.stringify(value))).join('\n');
}

/** The values of a text. Empty lines are no values. */
export function textToList(text: string): ReadList {
  const lines = text.split(/\r\n|[\n\r]/).map((line) => line.trim());
  const read = lines.map((line) => (line.startsWith('"') ? unquoted(line) : line));
  const problems = read.flatMap((value, index) =>
    value === null ? [`Line ${index + 1} starts with a quote but is not a JSON string. Remove the quotes.`] : [],
  );
  const values = read.map((value, index) => value ?? lines[index] ?? '').filter((_, index) => lines[index] !== '');
  return { values, problems };
}

function isPlain(value: string): boolean {
  return value !== '' && value === value.trim() && !/[\n\r]/.test(value) && !value.startsWith('"');
}

function unquoted(line: string): string | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? value : null;
  } catch {
    return null; // The caller says so.
  }
}
