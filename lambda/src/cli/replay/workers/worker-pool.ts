// Reads the files of a replay in worker threads. In: the inputs in order. Out: the decided parts of each, when the pipeline asks for
// it; the pipeline asks in the same order, so that messages are the same as without workers. Memory is bounded: few files are read
// ahead, and few parts of each.

import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { PortError } from '../../../app/ports.ts';
import { LOCAL_BUCKET } from '../../../core/records/object-address.ts';
import type { RecordOrigin } from '../../../core/records/record.ts';
import { createdObject } from '../../../core/sources/bucket-object.ts';
import type { Input } from '../../inputs/find-inputs.ts';
import { isS3Location } from '../../s3/s3-location.ts';
import type { Plan, ReplayPart } from '../decide/decider.ts';
import type { Reader } from '../decide/reader.ts';
import { toError } from './file-fault.ts';
import { createInbox, type Inbox } from './inbox.ts';
import type { FileEnd, Request, Response } from './protocol.ts';

/** Where the build writes the program of a worker, seen from a chunk; there is none when the sources run. */
const PROGRAM = new URL('../replay-worker.mjs', import.meta.url);

/** Whether there is a program for workers. */
export function hasWorkerProgram(): boolean {
  return existsSync(PROGRAM);
}

// Two files for each worker: one that it decides on, and one that it reads and decompresses in the meantime.
const FILES_PER_WORKER = 2;
// A request to S3 mostly waits.
const S3_FILES_PER_WORKER = 8;

// V8 collects young objects each time this much was allocated; with its default of 16 MB, a replay spends a quarter of its time on it.
const YOUNG_GENERATION_MB = 64;

/** Starts workers, which begin with the first inputs. */
export function createWorkerPool(inputs: readonly Input[], plan: Plan, workers: number): Reader {
  const problems: { path: string; reason: string }[] = [];
  const skipped: string[] = [];
  // The pipeline skips the other inputs without reading them.
  const files = inputs.filter(({ path }) => createdObject(LOCAL_BUCKET, path).kind === 'log-file');
  const positions = new Map(files.map(({ path }, index) => [path, index]));
  const ahead = workers * (files.some(({ path }) => isS3Location(path)) ? S3_FILES_PER_WORKER : FILES_PER_WORKER);
  const threads = startThreads(plan, workers);
  let started = 0;
  const startUpTo = (count: number): void => {
    for (; started < Math.min(count, files.length); started++) threads.read(started, files[started] as Input);
  };

  async function* parts({ key }: RecordOrigin): AsyncGenerator<ReplayPart> {
    const id = positions.get(key) ?? -1;
    startUpTo(id + ahead);
    let end: FileEnd | null = null;
    try {
      while (end === null) {
        const response = await threads.next(id);
        end = response.end;
        yield* response.parts;
        if (end === null) threads.answer('more', id);
      }
    } finally {
      threads.forget(id);
      if (end === null) threads.answer('stop', id);
    }
    problems.push(...end.problems.map((reason) => ({ path: key, reason })));
    if (end.skipped) skipped.push(key);
    if (end.error) throw toError(end.error);
  }

  startUpTo(ahead);
  return { problems, skipped, parts, close: threads.close };
}

const NO_INPUT = new PortError('permanent', 'NoSuchKey', 'is not one of the inputs');

interface Threads {
  read(id: number, input: Input): void;
  /** The next response about a file. */
  next(id: number): Promise<Response>;
  answer(kind: 'more' | 'stop', id: number): void;
  forget(id: number): void;
  close(): Promise<void>;
}

function startThreads(plan: Plan, count: number): Threads {
  const inboxes = new Map<number, Inbox>();
  let broken: Error | null = null;
  const onError = (error: Error): void => {
    broken = new Error(`a worker ended: ${error.message}`);
    for (const inbox of inboxes.values()) inbox.fail(broken);
  };
  const workers = Array.from({ length: count }, () => startWorker(plan, inboxes, onError));
  const request = (message: Request) => (workers[message.id % count] as Worker).postMessage(message);
  return {
    read(id, input) {
      inboxes.set(id, createInbox());
      request({ kind: 'read', id, input });
    },
    next: (id) => (broken ? Promise.reject(broken) : (inboxes.get(id)?.next() ?? Promise.reject(NO_INPUT))),
    answer: (kind, id) => request({ kind, id }),
    forget: (id) => void inboxes.delete(id),
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}

function startWorker(plan: Plan, inboxes: ReadonlyMap<number, Inbox>, onError: (error: Error) => void): Worker {
  const worker = new Worker(PROGRAM, {
    workerData: plan,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  worker.on('message', (response: Response) => inboxes.get(response.id)?.add(response));
  worker.on('error', onError);
  return worker;
}
