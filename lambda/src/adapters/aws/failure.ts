// What an AWS client's errors mean. In: any error from a client. Out: a `PortError` with the service's error code.
// Transient unless the adapter lists the code as permanent: a problem that can be fixed (a policy, a key, a quota) goes back
// to the queue and finally to the dead-letter queue, from which it can be redriven. A permanent fault is not retried.

import { PortError } from '../../app/ports.ts';

/** Turns an error of an AWS client into a fault of a port. `what` describes the attempted action and contains no secret. */
export function awsFault(error: unknown, what: string, permanent: ReadonlySet<string> = NONE): PortError {
  if (error instanceof PortError) return error;
  const code = codeOf(error);
  const kind = permanent.has(code) ? 'permanent' : 'transient';
  return new PortError(kind, code, `${what}: ${code}: ${messageOf(error)}`, { cause: error });
}

const NONE: ReadonlySet<string> = new Set();

// Service errors have a name; a broken connection has only Node's `code`, such as ECONNRESET.
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { name, code } = error as Error & { readonly code?: unknown };
  return name === 'Error' && typeof code === 'string' ? code : name;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
