// The function behind the buttons over memory ports, and an alert as its channel shows it.

import { createMemoryAcknowledgements } from '../../src/adapters/memory/acknowledgements.ts';
import { createManualClock } from '../../src/adapters/memory/clock.ts';
import { createCollectingLog } from '../../src/adapters/memory/log.ts';
import { createMemoryMetrics } from '../../src/adapters/memory/metrics.ts';
import { createMemoryMutes } from '../../src/adapters/memory/mutes.ts';
import { handleRequest } from '../../src/app/interactions/handle-request.ts';
import type { Interactions } from '../../src/app/interactions/interactions.ts';
import type { SlackAnswer } from '../../src/app/interactions/responder-port.ts';
import { readMutes } from '../../src/core/mutes/mute-list.ts';
import type { JsonObject } from '../../src/core/records/record.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import type { RuleDefinition, Severity } from '../../src/core/rules/rule.ts';
import { noticeOfAlert } from '../../src/core/threads/make-notice.ts';
import { aRecord } from '../pipeline/payloads.ts';
import { CHANNEL, formOf, type PressableMessage, pressPayload, SECRET, signedEvent } from './presses.ts';

export const START_MS = Date.UTC(2026, 0, 1);

export interface AlertOptions {
  readonly severity?: Severity;
  readonly rule?: string;
  readonly record?: JsonObject;
  readonly destination?: string;
}

/** The notice of an alert. */
export function aNotice({ severity = 'high', rule = 'trail-deleted', record = aRecord() }: AlertOptions = {}) {
  const definition: RuleDefinition = {
    ...{ name: rule, severity, expression: '', description: '', pack: null, runbookUrl: null },
  };
  return noticeOfAlert({ record, rule: definition, rules: [definition], origin: null });
}

/** The message of an alert, with buttons. */
export function aMessage(options: AlertOptions = {}): PressableMessage {
  const renderer = createSlackRenderer(
    { functionName: 'f', accountNames: {} },
    { buttonsFor: options.destination ?? `slack:${CHANNEL}` },
  );
  return { ts: '1700000000.000001', attachments: [], ...renderer.message(aNotice(options), 1) };
}

/** A world of the function. `answers` is what it sent to Slack. */
export function createInteractionsWorld(more: Partial<Interactions> = {}) {
  const clock = createManualClock(START_MS);
  const mutes = createMemoryMutes();
  const answers: (SlackAnswer & { readonly url: string })[] = [];
  const metrics = createMemoryMetrics();
  const log = createCollectingLog();
  const interactions: Interactions = {
    readSigningSecret: async () => SECRET,
    acknowledgements: createMemoryAcknowledgements(),
    responder: { respond: async (url, answer) => void answers.push({ url, ...answer }) },
    ...{ mutes, metrics, clock, log, functionName: 'f', muteAllowedUsers: [] },
    ...more,
  };
  const send = (event: unknown) => handleRequest(event, interactions);
  return {
    ...{ clock, answers, metrics, log, interactions, send },
    press: (message: PressableMessage, action: object, changes: Readonly<Record<string, unknown>> = {}) =>
      send(signedEvent(formOf(pressPayload(message, action, changes)), { nowMs: clock.nowMs() })),
    mutes: async () => readMutes((await mutes.read()).text),
  };
}
