// The part of `node:timers/promises` that the core uses, for browsers.

/** Resolves after a number of milliseconds. */
export function setTimeout(ms: number): Promise<void> {
  return new Promise((resolve) => {
    globalThis.setTimeout(resolve, ms);
  });
}
