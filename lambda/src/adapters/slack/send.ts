// What to try again when Slack rejects a message, within the time of one message. In: a message and a function that sends one. Out: the
// result of the last attempt. All other errors are rethrown unchanged.

import { type TimeLeft, timeOfMessage } from '../time-left.ts';
import { isAboutTheForm, isAboutTheSecret } from './failure.ts';
import { type OnFallback, type SlackMessage, toPlainMessage } from './message.ts';

/** One attempt; `fresh` reads the secret again, after the cached one was rejected. Rejects with a `PortError`. */
type Attempt<T> = (message: SlackMessage, fresh: boolean, timeLeft: TimeLeft) => Promise<T>;

export interface SendOptions {
  /** For all attempts together. */
  readonly timeoutMs: number;
  readonly onFallback?: OnFallback | undefined;
}

/** Sends a message: again with a fresh secret if the secret was rejected, again as plain text if the form was. */
export async function sendWithFallbacks<T>(
  message: SlackMessage,
  attempt: Attempt<T>,
  { timeoutMs, onFallback }: SendOptions,
): Promise<T> {
  const timeLeft = timeOfMessage(timeoutMs, 'Slack');
  const send = (form: SlackMessage) =>
    attempt(form, false, timeLeft).catch((error) => {
      if (!isAboutTheSecret(error)) throw error;
      return attempt(form, true, timeLeft);
    });
  return send(message).catch((error) => {
    if (!isAboutTheForm(error)) throw error;
    onFallback?.(error.code, message);
    return send(toPlainMessage(message, error.code));
  });
}
