// Acknowledges an alert. In: the press of the button. Out: the message shows who acknowledged it and when. Of two people at the same
// time, one has acknowledged it, and both see who. Pressing again changes nothing.

import { acknowledgedMessage, showsAcknowledgement } from '../../core/interactions/acknowledged-message.ts';
import type { Action } from '../../core/interactions/interaction.ts';
import type { Interactions } from './interactions.ts';

/** How long an acknowledgement is kept. Later, the message itself still shows it. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Stores the acknowledgement first, then shows it. */
export async function acknowledge(
  press: Extract<Action, { kind: 'acknowledge' }>,
  { acknowledgements, responder, clock, log }: Interactions,
): Promise<void> {
  const { user, channel, message, responseUrl } = press;
  const nowMs = clock.nowMs();
  const handle = { channel, ts: message.ts };
  // The stored acknowledgement may have expired; what the message shows has not.
  const isShown = showsAcknowledgement(message);
  if (isShown && (await acknowledgements.find(handle, nowMs)) === null) return;
  const given = { by: user, atMs: nowMs };
  const acknowledgement = await acknowledgements.acknowledge(handle, given, nowMs + KEPT_MS);
  if (acknowledgement === given) log.info('alert_acknowledged', { channel, ts: message.ts, by: user });
  await responder.respond(responseUrl, { replace_original: true, ...acknowledgedMessage(message, acknowledgement) });
}
