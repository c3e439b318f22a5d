// How AWS clients are made: on first use, with a time limit for every attempt. The SDK resolves credentials,
// `AWS_ENDPOINT_URL`, and the region if no ARN contains one. Never waits without a limit.

import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

/** Options that all clients have in common. */
export interface AwsOptions {
  readonly timeoutMs?: number;
  /** Total number of attempts for each call; the SDK waits some tens of milliseconds between them. */
  readonly maxAttempts?: number;
}

/** The time limit of an attempt. */
export const TIMEOUT_MS = 2_000;

interface Agents {
  readonly httpAgent?: HttpAgent;
  readonly httpsAgent?: HttpsAgent;
}

let agents: Agents = {};

/** Makes the clients that are configured from now on use these agents. Otherwise each client has its own. */
export function useAgents(shared: Agents): void {
  agents = shared;
}

/**
 * The configuration of a client, in the function's region unless another is given. Without `throwOnRequestTimeout`, the SDK
 * only warns about a call that takes too long.
 */
export function clientConfig(
  { timeoutMs = TIMEOUT_MS, maxAttempts = 2 }: AwsOptions = {},
  region: string | null = null,
) {
  return {
    ...(region && { region }),
    maxAttempts,
    requestHandler: {
      ...agents,
      connectionTimeout: Math.min(1_000, timeoutMs),
      requestTimeout: timeoutMs,
      socketTimeout: 3 * timeoutMs,
      throwOnRequestTimeout: true,
    },
  };
}

/** Makes a value on first use and keeps it, one for each key. A failed attempt is not kept. */
export function onFirstUse<T>(make: (key: string) => Promise<T>): (key?: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key = '') => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    value.catch(() => made.delete(key));
    return value;
  };
}

/** The region of an ARN; empty where it has none. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function regionOf(reference: string): string {
  return reference.startsWith('arn:') ? (reference.split(':')[3] ?? '') : '';
}
