// What commands and stored results consist of: an object on each line.

/** The objects on the lines of a text. */
export const jsonLines = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
