// A proxy in front of moto that answers each call later, and lists the paths that were called.

import { setTimeout as sleep } from 'node:timers/promises';
import { forward } from './forward.ts';
import { type LocalServer, listen } from './listen.ts';

export interface SlowProxy extends LocalServer {
  /** The paths since the last call, without their queries. */
  takePaths(): readonly string[];
}

/** Starts a proxy; each call takes `ms` longer. */
export async function startSlowProxy(upstream: string, ms: number): Promise<SlowProxy> {
  let paths: string[] = [];
  const server = await listen(async (request, response) => {
    paths.push(new URL(request.url ?? '/', upstream).pathname);
    await sleep(ms);
    await forward(request, response, upstream).catch(() => response.destroy());
  });
  return {
    ...server,
    takePaths() {
      const taken = paths;
      paths = [];
      return taken;
    },
  };
}
