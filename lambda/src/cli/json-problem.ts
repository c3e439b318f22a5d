// What is wrong with text that is not JSON. In: the text, and the error of the parser. Out: the reason with the place and the remedy.

const REMEDIES: Readonly<Record<string, string>> = {
  '/': 'JSON has no comments: remove them',
  '#': 'JSON has no comments: remove them',
  ']': 'remove the comma before it',
  '}': 'remove the comma before it',
  "'": 'write strings in double quotes',
};

// https://github.com/v8/v8/blob/main/src/common/message-template.h: some messages end with a position, others begin with the character.
const POSITION = /(?: in JSON)? at position (\d+)(?: \(line \d+ column \d+\))?$/;
const CHARACTER = /^Unexpected token '(.)'/u;

/** Continues a sentence about the file: `is not JSON: ... at 3:14; remove the comma before it`. */
export function jsonProblem(text: string, error: unknown): string {
  if (text.trim() === '') return 'is empty';
  const { message } = error as Error;
  const [, position] = POSITION.exec(message) ?? [];
  const character = position === undefined ? CHARACTER.exec(message)?.[1] : text[Number(position)];
  const place = position === undefined ? '' : ` at ${placeOf(text, Number(position))}`;
  const remedy = REMEDIES[character ?? ''];
  return `is not JSON: ${message.replace(POSITION, '')}${place}${remedy === undefined ? '' : `; ${remedy}`}`;
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
