// Whether a new instance of the function looks in the table before it has a reason to. In: a time. Out: whether it does.

// The first invocation of an instance takes longest, so few look. But where every invocation meets a new instance, some must.
const ONE_IN = 10;

/** Whether an instance whose time is `nowMs` is one of the few that look at first. */
export function looksAtFirst(nowMs: number): boolean {
  return nowMs % ONE_IN === 0;
}
