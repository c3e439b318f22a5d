// EventBridge event buses. In: messages as JSON. Out: one event per message, from source `cloudtrail-to-slack`. PutEvents
// returns 200 even if it rejects an event; that is a fault here, never a success.

import { type Notifier, PortError } from '../../app/ports.ts';
import { type AwsOptions, clientConfig, onFirstUse, regionOf } from './client.ts';
import { awsFault } from './failure.ts';

export interface EventBusOptions extends AwsOptions {
  /** The bus may be in any region; the ARN contains it. */
  readonly busArn: string;
}

/**
 * The maximum size of a message as JSON. EventBridge counts source and detail type too, and accepts 256 KB in every region.
 * Some regions accept 1 MB, but not all targets of a rule do.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
 */
export const EVENT_BYTES = 256 * 1024 - 100;

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html, except
// AccessDenied, which you can fix.
const PERMANENT = new Set([
  'InvalidAccountIdException',
  'InvalidArgument',
  'MalformedDetail',
  'NotAuthorizedForDetailTypeException',
  'NotAuthorizedForSourceException',
  'RedactionFailure',
  'ResourceNotFoundException',
  'ValidationException',
]);

/** A notifier of one bus. Permanent if the bus does not exist or rejects the event; otherwise transient. */
export function createEventBusNotifier(options: EventBusOptions): Notifier<object> {
  const { busArn } = options;
  const connect = onFirstUse(async () => {
    const { EventBridgeClient, PutEventsCommand } = await import('./sdk/event-bridge.ts');
    return { bus: new EventBridgeClient(clientConfig(options, regionOf(busArn))), PutEventsCommand };
  });
  const put = async (detail: string) => {
    try {
      const { bus, PutEventsCommand } = await connect();
      return await bus.send(new PutEventsCommand({ Entries: [entryOf(busArn, detail)] }));
    } catch (error) {
      throw awsFault(error, `cannot put an event on ${busArn}`, PERMANENT);
    }
  };
  return {
    async post(message) {
      const { FailedEntryCount = 0, Entries = [] } = await put(JSON.stringify(message));
      if (FailedEntryCount > 0) throw entryFault(busArn, Entries[0]);
      return null;
    },
  };
}

function entryOf(busArn: string, detail: string) {
  return { EventBusName: busArn, Source: 'cloudtrail-to-slack', DetailType: 'CloudTrail alert', Detail: detail };
}

function entryFault(busArn: string, entry?: { ErrorCode?: string | undefined; ErrorMessage?: string | undefined }) {
  const { ErrorCode: code = 'unknown', ErrorMessage: message = 'no reason given' } = entry ?? {};
  const kind = PERMANENT.has(code) ? 'permanent' : 'transient';
  return new PortError(kind, code, `cannot put an event on ${busArn}: ${code}: ${message}`);
}
