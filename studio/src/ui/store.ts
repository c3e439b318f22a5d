// State that components read. In: changes. Out: the state, and a call of every reader after a change.

import { useEffect, useState } from 'preact/hooks';

export interface Store<T> {
  get(): T;
  /** Replaces some fields. */
  set(change: Partial<T>): void;
  subscribe(reader: () => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  const readers = new Set<() => void>();
  let state = initial;
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const reader of [...readers]) reader();
    },
    subscribe(reader) {
      readers.add(reader);
      return () => void readers.delete(reader);
    },
  };
}

/** The state; renders again after every change. */
export function useStore<T extends object>(store: Store<T>): T {
  const [state, setState] = useState(store.get());
  useEffect(() => {
    setState(store.get());
    return store.subscribe(() => setState(store.get()));
  }, [store]);
  return state;
}
