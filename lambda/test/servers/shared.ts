// The moto that test files share; see `global-setup.ts`.

import { ask } from './ask.ts';
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
