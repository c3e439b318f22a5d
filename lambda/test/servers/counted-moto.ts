// moto behind a proxy that counts calls. In: nothing. Out: the environment leads to the proxy, and the calls by operation.

import { type CountingProxy, startCountingProxy } from '../constrained/counting-proxy.ts';
import { useMoto } from './shared.ts';

export interface CountedMoto {
  /** How often each operation was called. */
  readonly calls: CountingProxy['calls'];
  stop(): Promise<void>;
}

/** Starts moto and the proxy. Call `stop` afterwards. */
export async function startCountedMoto(): Promise<CountedMoto> {
  const moto = await useMoto();
  const proxy = await startCountingProxy(moto.url, () => 0);
  process.env.AWS_ENDPOINT_URL = proxy.url;
  return {
    calls: proxy.calls,
    async stop() {
      await proxy.close();
    },
  };
}
