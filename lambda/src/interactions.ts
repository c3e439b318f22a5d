// The Lambda function behind Slack's buttons. It connects the handling of requests with the real adapters, once per instance. It is a
// separate entry of the package, so that it loads none of the code that reads log files.

import { shareConnections } from './adapters/aws/connections.ts';
import { acknowledgementsOn } from './adapters/aws/dynamodb-acknowledgements.ts';
import { muteStoreOn } from './adapters/aws/dynamodb-mutes.ts';
import { createEmbeddedMetrics } from './adapters/aws/embedded-metrics.ts';
import { createSecretStore } from './adapters/aws/secrets.ts';
import { onStateTable } from './adapters/aws/state-table.ts';
import { createSystemClock } from './adapters/clock.ts';
import { createLogger } from './adapters/log.ts';
import { createResponder } from './adapters/slack/response-url.ts';
import { handleRequest } from './app/interactions/handle-request.ts';
import type { Interactions } from './app/interactions/interactions.ts';
import { readInteractionSettings } from './setup/interaction-settings.ts';

// A call that takes longer is worth another attempt within the time of a request.
const TIMEOUT_MS = 900;

const closeOldConnections = shareConnections();

/** Handles one request to the function URL. */
export async function handler(event: unknown): Promise<{ statusCode: number; body: string }> {
  closeOldConnections();
  return { statusCode: await handleRequest(event, interactions), body: '' };
}

async function createInteractions(environment: typeof process.env): Promise<Interactions> {
  const settings = readInteractionSettings(environment.INTERACTIONS);
  const { functionName, muteAllowedUsers, signingSecretReference, stateTableName } = settings;
  const options = { timeoutMs: TIMEOUT_MS, maxAttempts: 2 };
  const table = onStateTable({ tableName: stateTableName, ...options });
  const secrets = createSecretStore(options);
  const mutes = muteStoreOn(table);
  // While an instance starts, it has more of a processor than later, to load clients and to connect. What fails is tried again when it is needed.
  await Promise.allSettled([secrets.read(signingSecretReference), mutes.read()]);
  return {
    readSigningSecret: () => secrets.read(signingSecretReference),
    mutes,
    acknowledgements: acknowledgementsOn(table),
    responder: createResponder({ timeoutMs: TIMEOUT_MS, localOrigin: originOf(environment.SLACK_API_URL) }),
    metrics: createEmbeddedMetrics(),
    clock: createSystemClock(),
    log: createLogger({ level: settings.logLevel }),
    functionName,
    muteAllowedUsers,
  };
}

// Only tests set the variable. The responder accepts no origin except of this machine.
function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin;
}

const interactions = await createInteractions(process.env);
