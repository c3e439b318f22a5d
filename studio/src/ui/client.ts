// The page's side of the worker. In: calls. Out: promises of their answers, and reports. The worker starts from the text that is part
// of the page: browsers start no worker from a file next to a page on disk.

import { WORKER_SOURCE } from 'studio:worker';
import type { Answer, Call, Engine, Report } from '../protocol.ts';

type Method = keyof Engine;
type Result<M extends Method> = Awaited<ReturnType<Engine[M]>>;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface Client {
  call<M extends Method>(method: M, ...args: Parameters<Engine[M]>): Promise<Result<M>>;
}

/** Starts the worker. */
export function startWorker(onReport: (report: Report) => void, onFault: (message: string) => void): Client {
  const worker = new Worker(URL.createObjectURL(new Blob([WORKER_SOURCE], { type: 'text/javascript' })));
  worker.addEventListener('error', ({ message }) => onFault(`The studio stopped: ${message}. Load the page again.`));
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Answer | Report>) => {
    if ('report' in data) return onReport(data);
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) one?.reject(new Error(data.error));
    else one?.resolve(data.result);
  });
  return {
    call: <M extends Method>(method: M, ...args: Parameters<Engine[M]>) =>
      new Promise<Result<M>>((resolve, reject) => {
        const id = ++calls;
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
        worker.postMessage({ id, method, args } satisfies Call);
      }),
  };
}
