// A proxy in front of moto that answers each call later, and lists the paths that were called.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { forward } from './forward.ts';

export interface SlowProxy {
  readonly url: string;
  /** The paths since the last call, without their queries. */
  takePaths(): readonly string[];
  close(): Promise<void>;
}

/** Starts a proxy; each call takes `ms` longer. */
export async function startSlowProxy(upstream: string, ms: number): Promise<SlowProxy> {
  let paths: string[] = [];
  const server = createServer(async (request, response) => {
    paths.push(new URL(request.url ?? '/', upstream).pathname);
    await sleep(ms);
    await forward(request, response, upstream).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takePaths() {
      const taken = paths;
      paths = [];
      return taken;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
