// How far the work on a request has come, and how long it can take. Slack shows an error unless it has a response after 3 seconds, so the
// response does not wait for what is slower. In: the ports. Out: ports that begin nothing too late, and what they changed.

import type { Changed } from '../../core/interactions/unfinished-text.ts';
import { isPermanent } from '../ports.ts';
import type { Interactions } from './interactions.ts';

/**
 * How long after Lambda received a request it is worked on. Slack's 3 seconds begin when it sends the request; half of the rest is for the
 * way there and back. https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
 */
const WORK_MS = 2_000;

/** How long it can take after that to inform the person. */
const INFORM_MS = 500;

/** The work on one request. */
export interface Attempt {
  /** Aborted when nothing more may begin; from the beginning, if the function started too late. */
  readonly signal: AbortSignal;
  /** Aborted when there must be a response. */
  readonly end: AbortSignal;
  /** What it changed; `shown` if Slack has accepted a message about it, or about why nothing was changed. */
  progress: Changed | 'shown';
}

/** The work on a request that Lambda received at `receivedMs`. */
export function createAttempt(receivedMs: number, nowMs: number): Attempt {
  const leftMs = receivedMs + WORK_MS - nowMs;
  return {
    signal: leftMs > 0 ? AbortSignal.timeout(leftMs) : AbortSignal.abort(),
    // Also a person whose request is too late is informed.
    end: AbortSignal.timeout(Math.max(leftMs, 0) + INFORM_MS),
    progress: 'nothing',
  };
}

/** Waits for a value, and rejects if the signal aborts before. */
export function before<T>(value: Promise<T>, signal: AbortSignal): Promise<T> {
  const end = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([value, end]);
}

/** The ports for an attempt. Once its time has passed, they only note what Slack shows already. */
export function portsOf(attempt: Attempt, interactions: Interactions): Interactions {
  const { mutes, acknowledgements, responder } = interactions;
  const { signal } = attempt;
  return {
    ...interactions,
    mutes: {
      ...mutes,
      write: async (text, version) => {
        if (attempt.progress === 'shown') return mutes.write(text, version);
        return change(attempt, () => mutes.write(text, version, signal));
      },
    },
    acknowledgements: {
      ...acknowledgements,
      acknowledge: (handle, given, keepUntilMs) =>
        change(attempt, () => acknowledgements.acknowledge(handle, given, keepUntilMs, signal)),
    },
    responder: {
      respond: async (url, answer) => {
        signal.throwIfAborted();
        await responder.respond(url, answer, signal);
        attempt.progress = 'shown';
      },
    },
  };
}

// A write that returns false has changed nothing, and neither has one that fails permanently.
async function change<T>(attempt: Attempt, write: () => Promise<T>): Promise<T> {
  attempt.signal.throwIfAborted();
  attempt.progress = 'unknown';
  try {
    const written = await write();
    attempt.progress = written === false ? 'nothing' : 'stored';
    return written;
  } catch (error) {
    if (isPermanent(error)) attempt.progress = 'nothing';
    throw error;
  }
}
