// What an AWS client's errors mean. In: whatever a client threw. Out: a `PortError` that keeps the service's own word.
// Transient unless the adapter names the code: what may be mended (a policy, a key, a quota) goes back to the queue and
// in the end to the dead-letter queue, from where it can be redriven; what is called permanent is gone.

import { PortError } from '../../app/ports.ts';

/** Turns an error of an AWS client into a fault of a port. `what` says what was tried, and holds no secret. */
export function awsFault(error: unknown, what: string, permanent: ReadonlySet<string> = NONE): PortError {
  if (error instanceof PortError) return error;
  const code = codeOf(error);
  const kind = permanent.has(code) ? 'permanent' : 'transient';
  return new PortError(kind, code, `${what}: ${code}: ${messageOf(error)}`, { cause: error });
}

const NONE: ReadonlySet<string> = new Set();

// Services name their errors; a broken connection has only Node's `code`, such as ECONNRESET.
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { name, code } = error as Error & { readonly code?: unknown };
  return name === 'Error' && typeof code === 'string' ? code : name;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
