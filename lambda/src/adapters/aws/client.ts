// How AWS clients are made: on first use, with time limits on every attempt. Credentials, `AWS_ENDPOINT_URL`, and the region
// where no ARN names one, are the SDK's own business, taken from its usual sources. Never waits without an end.

/** What an adapter's caller may choose; all clients take it alike. */
export interface AwsOptions {
  readonly timeoutMs?: number;
  /** Attempts in all for each call; the SDK pauses some tens of milliseconds between them. */
  readonly maxAttempts?: number;
}

/**
 * The configuration of a client, in the function's own region unless another is given. Without `throwOnRequestTimeout` the
 * SDK only warns about a call that takes too long.
 */
export function clientConfig({ timeoutMs = 2_000, maxAttempts = 2 }: AwsOptions, region: string | null = null) {
  return {
    ...(region && { region }),
    maxAttempts,
    requestHandler: {
      connectionTimeout: Math.min(1_000, timeoutMs),
      requestTimeout: timeoutMs,
      socketTimeout: 3 * timeoutMs,
      throwOnRequestTimeout: true,
    },
  };
}

/** Makes a value on its first use and then keeps it, one for each key; a failed attempt is forgotten. */
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
