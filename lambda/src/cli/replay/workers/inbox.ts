// The responses of a worker about one file. In: responses as they arrive. Out: the same, one by one, when they are asked for.

import type { Response } from './protocol.ts';

/** The responses about a file that have arrived. */
export interface Inbox {
  next(): Promise<Response>;
  add(response: Response): void;
  fail(error: Error): void;
}

/** An inbox without responses. */
export function createInbox(): Inbox {
  const arrived: Promise<Response>[] = [];
  let wake: (response: Promise<Response>) => void = () => {};
  let awaited = false;
  const put = (response: Promise<Response>): void => {
    response.catch(() => {}); // `next` returns it to the caller, who handles it.
    if (awaited) wake(response);
    else arrived.push(response);
    awaited = false;
  };
  return {
    next: () => {
      const first = arrived.shift();
      if (first !== undefined) return first;
      awaited = true;
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
    add: (response) => put(Promise.resolve(response)),
    fail: (error) => put(Promise.reject(error)),
  };
}
