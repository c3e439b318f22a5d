// `fetch`, with a limit for the answer. In: a request. Out: a response whose body ends at the limit.
// Slack repeats a message in its answer, which is far below the limit. A server or proxy that answers without an end would
// otherwise fill the memory of the function.

const ANSWER_MAX_BYTES = 1024 * 1024;

/** Like `fetch`. Cuts off what follows after a megabyte of the body, and closes the connection then. */
export const fetchLimited: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.body === null) return response;
  return new Response(response.body.pipeThrough(limitTo(ANSWER_MAX_BYTES)), response);
};

function limitTo(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = maxBytes;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) controller.terminate();
    },
  });
}
