// Asks for what test files share; see `global-setup.ts`. Separate from `shared.ts`, because not every test file that asks needs moto.

import { inject } from 'vitest';

/** What `global-setup.ts` made for a name. Rejects if it cannot be made. */
export async function ask(name: string): Promise<string> {
  const response = await fetch(`${inject('shared')}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
