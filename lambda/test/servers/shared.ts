// Asks for what test files share; see `global-setup.ts`.

import { inject } from 'vitest';
import { type Moto, motoAt } from './moto.ts';

/**
 * AWS for one test file or `describe`: the moto of this worker, empty. Every SDK client that this process makes from now on uses it.
 * Nothing has to be stopped. What is asked for next is the same server, empty again.
 */
export async function useMoto(): Promise<Moto> {
  const moto = motoAt(await ask(`moto/${process.env.VITEST_POOL_ID}`));
  const reset = await fetch(`${moto.url}/moto-api/reset`, { method: 'POST' });
  if (!reset.ok) throw new Error(`moto was not reset: ${reset.status} ${await reset.text()}`);
  Object.assign(process.env, moto.environment);
  return moto;
}

/** The folder of the command line that is built from the current sources. Only for reading. */
export function builtCommand(): Promise<string> {
  return ask('command');
}

async function ask(name: string): Promise<string> {
  const response = await fetch(`${inject('shared')}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
