// A call in which an invocation is ended: it never returns.

export interface HangingCall {
  readonly call: () => Promise<never>;
  /** Resolves when the call is made. */
  readonly made: Promise<void>;
}

/** Creates a call that never returns. */
export function createHangingCall(): HangingCall {
  let report = () => {};
  const made = new Promise<void>((resolve) => {
    report = resolve;
  });
  const call = () => {
    report();
    return new Promise<never>(() => {});
  };
  return { call, made };
}
