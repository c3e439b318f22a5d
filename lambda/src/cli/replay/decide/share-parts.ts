// Shares one reading among several pipelines. In: the parts of a file. Out: the same parts for each pipeline. A part is read when every
// pipeline has taken the one before, so that no pipeline holds up memory.

export interface SharedParts<T> {
  /** The parts for one pipeline, by its number. Each can be read once. */
  for(pipeline: number): AsyncIterable<T>;
  /** Says that a pipeline takes no more parts; the others go on without it. */
  leave(pipeline: number): void;
}

/** Shares parts among a number of pipelines, which must run at the same time. */
export function shareParts<T>(parts: AsyncIterable<T>, pipelines: number): SharedParts<T> {
  const iterator = parts[Symbol.asyncIterator]();
  const present = new Set(Array.from({ length: pipelines }, (_, index) => index));
  const waiting = new Map<number, PromiseWithResolver<IteratorResult<T>>>();
  const readIfAllWait = (): void => {
    if (waiting.size === 0 || [...present].some((pipeline) => !waiting.has(pipeline))) return;
    const readers = [...waiting.values()];
    waiting.clear();
    iterator.next().then(
      (result) => {
        for (const { resolve } of readers) resolve(result);
      },
      (error) => {
        for (const { reject } of readers) reject(error);
      },
    );
  };
  const leave = (pipeline: number): void => {
    if (!present.delete(pipeline)) return;
    if (present.size === 0) void iterator.return?.();
    else readIfAllWait();
  };
  return {
    leave,
    for: (pipeline) => ({
      [Symbol.asyncIterator]: () => ({
        next: () =>
          new Promise((resolve, reject) => {
            waiting.set(pipeline, { resolve, reject });
            readIfAllWait();
          }),
        async return() {
          leave(pipeline);
          return { done: true, value: undefined };
        },
      }),
    }),
  };
}

interface PromiseWithResolver<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}
