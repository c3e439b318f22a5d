// The outcome of an item, and so of its envelope: done, to be retried, or dropped for a stated reason.

/** `drop` is permanent and acknowledged; `retry` returns the envelope to its trigger. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly cause: string }
  | { readonly kind: 'drop'; readonly reason: string };

export const DONE: Outcome = { kind: 'done' };

export function retry(cause: string): Outcome {
  return { kind: 'retry', cause };
}

export function drop(reason: string): Outcome {
  return { kind: 'drop', reason };
}
