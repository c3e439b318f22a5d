// Cuts lists into lots that one call of the state store takes.

/** The elements in their order, at most `size` in a lot. */
export function inLots<T>(all: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
