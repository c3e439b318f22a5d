// Secrets in memory. In: values by reference. Out: the value of a reference, or a permanent fault if it is missing.
// No error message contains a value.

import { PortError, type SecretStore } from '../../app/ports.ts';

/** An in-process `SecretStore`; the map may be changed while it is in use. */
export function createMemorySecrets(values: ReadonlyMap<string, string>): SecretStore {
  return {
    async read(reference) {
      const value = values.get(reference);
      if (value === undefined) throw new PortError('permanent', 'ParameterNotFound', `there is no secret ${reference}`);
      return value;
    },
  };
}
