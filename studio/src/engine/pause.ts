// Lets the worker answer the page while it works on something long.

const SLICE_MS = 24;

/** Waits until the calls that arrived are answered. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Returns a function that pauses after each slice of time; call it often. */
export function pacer(): () => Promise<void> | null {
  let untilMs = performance.now() + SLICE_MS;
  return () => {
    if (performance.now() < untilMs) return null;
    return pause().then(() => {
      untilMs = performance.now() + SLICE_MS;
    });
  };
}
