// moto behind a proxy that counts calls. In: nothing. Out: the environment leads to the proxy, which has the calls by operation.

import { type CountingProxy, startCountingProxy } from '../constrained/counting-proxy.ts';
import { useMoto } from './shared.ts';
import { useServer } from './use-server.ts';

/** The proxy for the tests of a file or of a `describe`. */
export const useCountedMoto = (): CountingProxy =>
  useServer(async () => {
    const proxy = await startCountingProxy((await useMoto()).url, () => 0);
    process.env.AWS_ENDPOINT_URL = proxy.url;
    return proxy;
  });
