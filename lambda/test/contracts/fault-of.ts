// The fault of a call that must fail.

import type { PortError } from '../../src/app/ports.ts';

/** What a call rejects with. Rejects if the call does not. */
export const faultOf = (call: Promise<unknown>): Promise<PortError> =>
  call.then(
    () => Promise.reject(new Error('the call worked')),
    (error: PortError) => error,
  );
