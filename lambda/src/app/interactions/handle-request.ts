// Handles a request to the function URL. In: the event. Out: a status, and what the person who pressed sees. Nothing is parsed, stored or
// sent before the signature is verified. A response never contains why a request was refused, and never an error. It arrives in time for
// Slack, and is an error only if nothing was changed.

import { receivedMsOf, requestOf } from '../../core/interactions/http-request.ts';
import { type Action, readInteraction } from '../../core/interactions/interaction.ts';
import { verifySignature } from '../../core/interactions/signature.ts';
import { unfinishedText } from '../../core/interactions/unfinished-text.ts';
import { acknowledge } from './acknowledge.ts';
import { type Attempt, before, createAttempt, portsOf } from './attempt.ts';
import type { Interactions } from './interactions.ts';
import { listMutes, muteAlerts, unmuteAlerts } from './mute-alerts.ts';

/** The status of a response; its body is empty. Slack shows people who press a button an error unless it is 200. */
export type Status = 200 | 400 | 401 | 413 | 500;

/** Handles an event; never rejects. */
export async function handleRequest(event: unknown, interactions: Interactions): Promise<Status> {
  const { clock, log } = interactions;
  const attempt = createAttempt(receivedMsOf(event, clock.nowMs()), clock.nowMs());
  try {
    const request = requestOf(event);
    if (typeof request === 'number') return await refuse(request, `status ${request}`, interactions);
    const secret = await before(interactions.readSigningSecret(), attempt.end);
    const verified = verifySignature(request, secret, clock.nowMs());
    if (verified.kind === 'refused') return await refuse(401, verified.reason, interactions);
    const interaction = readInteraction(request.body);
    if (interaction.kind === 'other') return 200;
    if (interaction.kind !== 'invalid') return await actInTime(interaction, verified.atSeconds, interactions, attempt);
    log.warn('interaction_invalid', { problem: interaction.problem });
    return 400;
  } catch (error) {
    log.error('interaction_failed', { error: String(error) });
    return 500;
  }
}

async function refuse(status: Status, reason: string, interactions: Interactions): Promise<Status> {
  const { metrics, clock, functionName, log } = interactions;
  log.debug('request_refused', { reason });
  const dimensions = { FunctionName: functionName };
  const metric = { namespace: 'CloudTrailToSlack', name: 'SlackRequestsRefused', value: 1, unit: 'Count' as const };
  await metrics.push([{ ...metric, dimensions }], clock.nowMs());
  return status;
}

async function actInTime(
  action: Action,
  atSeconds: number,
  interactions: Interactions,
  attempt: Attempt,
): Promise<Status> {
  const { log, responder } = interactions;
  const work = act(action, atSeconds, portsOf(attempt, interactions), attempt);
  try {
    await before(work, attempt.signal);
    return 200;
  } catch (error) {
    const { progress } = attempt;
    log.error('interaction_failed', { error: String(error), changed: progress });
    if (progress === 'shown') {
      await before(work, attempt.end).catch(() => {}); // What Slack shows is still being noted, or could not be.
      return 200;
    }
    const text = unfinishedText(action.kind, progress);
    const answer = { replace_original: false, response_type: 'ephemeral', text } as const;
    await responder
      .respond(action.responseUrl, answer, attempt.end)
      .catch((failure) => log.warn('person_not_informed', { error: String(failure) }));
    return progress === 'nothing' ? 500 : 200;
  }
}

async function act(action: Action, atSeconds: number, ports: Interactions, { signal }: Attempt): Promise<void> {
  signal.throwIfAborted();
  switch (action.kind) {
    case 'acknowledge':
      return acknowledge(action, ports);
    case 'mute':
      return muteAlerts(action, atSeconds, ports);
    case 'unmute':
      return unmuteAlerts(action, ports);
    case 'list':
      return listMutes(action, ports);
  }
}
