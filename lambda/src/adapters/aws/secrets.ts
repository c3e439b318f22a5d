// Secrets by reference, cached for some minutes. In: an SSM parameter's name or ARN, or a Secrets Manager ARN with an
// optional `#json_key`. Out: the value. No error or log line contains a value or a part of it.

import { PortError, type SecretStore } from '../../app/ports.ts';
import type { AwsOptions } from './client.ts';
import { createSecretReader } from './secrets-manager.ts';
import { createParameterReader } from './ssm-parameters.ts';

export interface SecretStoreOptions extends AwsOptions {
  readonly nowMs?: () => number;
}

interface Cached {
  readonly value: string;
  readonly untilMs: number;
}

const KEPT_MS = 300_000;
// An attempt can take four seconds, and every message reads a secret.
const RETRY_MS = 60_000;

/**
 * A `SecretStore` over both services. If its service is unreachable, an expired value is still returned, for a minute without
 * another attempt, except for a `fresh` read. Permanent faults: the service's own (`ParameterNotFound`), `empty_secret`, `not_json`,
 * `json_key_missing`.
 */
export function createSecretStore({ nowMs = Date.now, ...options }: SecretStoreOptions = {}): SecretStore {
  const fetchSecret = createFetch(options);
  const cached = new Map<string, Cached>();
  const pending = new Map<string, Promise<string>>();

  const load = (reference: string): Promise<string> => {
    const known = pending.get(reference);
    if (known !== undefined) return known;
    const answer = fetchSecret(reference)
      .then((value) => {
        cached.set(reference, { value, untilMs: nowMs() + KEPT_MS });
        return value;
      })
      .finally(() => pending.delete(reference));
    pending.set(reference, answer);
    return answer;
  };

  return {
    async read(reference, { fresh = false } = {}) {
      const known = cached.get(reference);
      if (fresh || !known) return load(reference);
      if (known.untilMs > nowMs()) return known.value;
      return load(reference).catch((error) => {
        if (!(error instanceof PortError) || error.kind !== 'transient') throw error;
        cached.set(reference, { ...known, untilMs: nowMs() + RETRY_MS });
        return known.value;
      });
    },
  };
}

function createFetch(options: AwsOptions): (reference: string) => Promise<string> {
  const readParameter = createParameterReader(options);
  const readSecret = createSecretReader(options);
  return async (reference) => {
    const [arn = '', jsonKey] = reference.split('#', 2);
    const isSecret = /^arn:[^:]*:secretsmanager:/.test(reference);
    const text = isSecret ? await readSecret(arn) : await readParameter(reference);
    const value = (isSecret && jsonKey !== undefined ? pick(text, jsonKey, arn) : text).trim();
    if (value === '') throw new PortError('permanent', 'empty_secret', `${reference} is empty or contains no text`);
    return value;
  };
}

// The cause is dropped: the error of `JSON.parse` quotes its input.
function pick(text: string, key: string, arn: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new PortError('permanent', 'not_json', `the secret ${arn} is not JSON, so it has no key ${key}`);
  }
  const value =
    typeof json === 'object' && json !== null ? Object.getOwnPropertyDescriptor(json, key)?.value : undefined;
  if (typeof value === 'string') return value;
  throw new PortError('permanent', 'json_key_missing', `the secret ${arn} has no text under the key ${key}`);
}
