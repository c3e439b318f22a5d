// What the tests of a file or of a `describe` share: started before the first of them, stopped after the last. In: a function that starts
// it. Out: the same as what it starts, for tests and hooks.

import { afterAll, beforeAll } from 'vitest';

/** Starts something before the tests, and closes it after them. Until then, it has no properties. */
export function useServer<T extends { close(): unknown }>(start: () => Promise<T>): T {
  const server = {} as T;
  beforeAll(async () => {
    Object.defineProperties(server, Object.getOwnPropertyDescriptors(await start()));
  });
  afterAll(() => server.close?.());
  return server;
}
