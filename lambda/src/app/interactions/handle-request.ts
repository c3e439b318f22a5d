// Handles a request to the function URL. In: the event. Out: a status, and what the person who pressed sees. Nothing is parsed, stored or
// sent before the signature is verified. A response never contains why a request was refused, and never an error.

import { requestOf } from '../../core/interactions/http-request.ts';
import { type Interaction, readInteraction } from '../../core/interactions/interaction.ts';
import { verifySignature } from '../../core/interactions/signature.ts';
import { acknowledge } from './acknowledge.ts';
import type { Interactions } from './interactions.ts';
import { muteAlerts, unmuteAlerts } from './mute-alerts.ts';

/** The status of a response; its body is empty. Slack shows people who press a button an error unless it is 200. */
export type Status = 200 | 400 | 401 | 413 | 500;

/** Handles an event; never rejects. */
export async function handleRequest(event: unknown, interactions: Interactions): Promise<Status> {
  const { clock, log } = interactions;
  try {
    const request = requestOf(event);
    if (typeof request === 'number') return await refuse(request, `status ${request}`, interactions);
    const verified = verifySignature(request, await interactions.readSigningSecret(), clock.nowMs());
    if (verified.kind === 'refused') return await refuse(401, verified.reason, interactions);
    return await act(readInteraction(request.body), verified.atSeconds, interactions);
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

async function act(interaction: Interaction, atSeconds: number, interactions: Interactions): Promise<Status> {
  switch (interaction.kind) {
    case 'acknowledge':
      await acknowledge(interaction, interactions);
      return 200;
    case 'mute':
      await muteAlerts(interaction, atSeconds, interactions);
      return 200;
    case 'unmute':
      await unmuteAlerts(interaction, interactions);
      return 200;
    case 'invalid':
      interactions.log.warn('interaction_invalid', { problem: interaction.problem });
      return 400;
    case 'other':
      return 200;
  }
}
