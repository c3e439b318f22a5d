// What `first_seen` read or wrote last of each group, kept in the memory of the instance: values that occur all the time then cost no
// call. What is kept may be older than what is stored, which only grows. Bounded: what was not used for the longest time goes first.

export interface SightingsCache {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

const CHARACTERS_MAX = 4 * 1024 * 1024;
// What an entry takes besides its characters.
const ENTRY_SIZE = 100;

/** An empty cache for about `max` characters. */
export function createSightingsCache(max = CHARACTERS_MAX): SightingsCache {
  const values = new Map<string, string>();
  let size = 0;
  const sizeOf = (key: string, value: string) => key.length + value.length + ENTRY_SIZE;
  const remove = (key: string) => {
    const value = values.get(key);
    if (value !== undefined && values.delete(key)) size -= sizeOf(key, value);
  };
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key); // The last of a map is the one used last.
      values.set(key, value);
      return value;
    },
    set(key, value) {
      remove(key);
      values.set(key, value);
      size += sizeOf(key, value);
      for (const oldest of values.keys()) {
        if (size <= max) return;
        remove(oldest);
      }
    },
  };
}
