// Does something for each element of a sequence, several at a time. In: a sequence and a limit. Out: the results in order.

/** Calls `act` for each element, at most `limit` at the same time, and yields the results in the order of the elements. */
export async function* ahead<T, R>(
  elements: AsyncIterable<T>,
  limit: number,
  act: (element: T) => Promise<R>,
): AsyncGenerator<R> {
  const started: Promise<R>[] = [];
  for await (const element of elements) {
    const result = act(element);
    result.catch(() => {}); // Reported when its turn comes; without this handler, an early failure ends the process.
    started.push(result);
    if (started.length >= limit) yield await (started.shift() as Promise<R>);
  }
  for (const result of started) yield await result;
}
