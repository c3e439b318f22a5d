// Notifiers that wait less for an answer than the function does, so that tests of receivers that do not answer are short.

import type { Notifier } from '../../src/app/ports.ts';

/** The notifier, with this time limit whatever a call asks for. */
export function impatient<N extends Notifier<never>>(notifier: N, timeoutMs = 1_000): N {
  const { post, update, answers } = notifier;
  return {
    ...notifier,
    post: (message, thread) => post(message, thread, timeoutMs),
    ...(answers && { answers: () => answers(timeoutMs) }),
    ...(update && { update: (handle, message) => update(handle, message, timeoutMs) }),
  } satisfies Notifier<never> as N;
}
