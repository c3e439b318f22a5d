// Asks the user a question that has consequences. In: a question and the streams of the terminal. Out: whether to go on.

import { createInterface } from 'node:readline/promises';

/** Whether the answer begins with `y`. True without a question if there is no user at a terminal. */
export async function confirm(
  question: string,
  { input, output }: { input: NodeJS.ReadStream; output: NodeJS.WriteStream },
): Promise<boolean> {
  if (!input.isTTY || !output.isTTY) return true;
  const reader = createInterface({ input, output });
  try {
    return /^\s*y/i.test(await reader.question(`${question} [y/N] `));
  } finally {
    reader.close();
  }
}
