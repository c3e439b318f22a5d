// A worker of the replay: a thread that reads files and decides on their records. In: files, in any number at the same time.
// Out: their decided parts, in order. Sends at most `AHEAD` parts of a file before the replay has processed them.

import { parentPort, workerData } from 'node:worker_threads';
import { release } from '../../../core/log-files/decompress.ts';
import { LOCAL_BUCKET } from '../../../core/records/object-address.ts';
import type { Input } from '../../inputs/find-inputs.ts';
import { createInputStore } from '../../inputs/input-store.ts';
import { compileDecider, type Plan, type ReplayPart } from '../decide/decider.ts';
import { toFault } from './file-fault.ts';
import type { FileEnd, Request, Response } from './protocol.ts';

const AHEAD = 4;

/** Lets a file go on, by its id; the argument says whether more of it is needed. */
const waiting = new Map<number, (isNeeded: boolean) => void>();
const deciding = compileDecider(workerData as Plan);

function send(response: Response): void {
  parentPort?.postMessage(response);
}

parentPort?.on('message', (request: Request) => {
  if (request.kind === 'read') void readFile(request.id, request.input);
  else waiting.get(request.id)?.(request.kind === 'more');
});

async function readFile(id: number, input: Input): Promise<void> {
  const store = createInputStore([input]);
  let parts: ReplayPart[] = [];
  let error: FileEnd['error'] = null;
  try {
    const origin = { bucket: LOCAL_BUCKET, key: input.path };
    const decide = await deciding;
    const bytes = await store.read(origin);
    for await (const part of decide(bytes, origin)) {
      parts.push(part);
      if (parts.length < AHEAD) continue;
      send({ id, parts, end: null });
      parts = [];
      const isNeeded = await new Promise<boolean>((resolve) => waiting.set(id, resolve));
      waiting.delete(id);
      if (!isNeeded) return;
    }
    release(bytes);
  } catch (cause) {
    error = toFault(cause);
  }
  const problems = store.problems.map(({ reason }) => reason);
  send({ id, parts, end: { problems, skipped: store.skipped.length > 0, error } });
}
