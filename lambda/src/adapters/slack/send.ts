// What to try again when Slack rejects a message. In: a message and a function that sends one. Out: the result of the last
// attempt. All other errors are rethrown unchanged.

import { isAboutTheForm, isAboutTheSecret } from './failure.ts';
import { type OnFallback, type SlackMessage, toPlainMessage } from './message.ts';

/** One attempt; `fresh` reads the secret again, after the cached one was rejected. Rejects with a `PortError`. */
type Attempt<T> = (message: SlackMessage, fresh: boolean) => Promise<T>;

/** Sends a message: again with a fresh secret if the secret was rejected, again as plain text if the form was. */
export async function sendWithFallbacks<T>(
  message: SlackMessage,
  attempt: Attempt<T>,
  onFallback: OnFallback | undefined,
): Promise<T> {
  const send = (form: SlackMessage) =>
    attempt(form, false).catch((error) => {
      if (!isAboutTheSecret(error)) throw error;
      return attempt(form, true);
    });
  return send(message).catch((error) => {
    if (!isAboutTheForm(error)) throw error;
    onFallback?.(error.code, message);
    return send(toPlainMessage(message, error.code));
  });
}
