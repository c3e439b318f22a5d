// What may be tried again where Slack refuses. In: a message and a way to send one. Out: what the last attempt gave; the
// refusals that nothing can be done about are thrown on as they are.

import { isAboutTheForm, isAboutTheSecret } from './failure.ts';
import { type OnFallback, type SlackMessage, toPlainMessage } from './message.ts';

/** One attempt; `fresh` asks for the secret anew, for when the remembered one was refused. Rejects with a `PortError`. */
type Attempt<T> = (message: SlackMessage, fresh: boolean) => Promise<T>;

/** Sends a message: again with a fresh secret where that was refused, again as plain text where the form was. */
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
