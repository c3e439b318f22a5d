// What the function behind Slack's buttons needs: created once by its composition root, used by every request.

import type { AcknowledgementStore } from '../mutes/acknowledgement-store-port.ts';
import type { MuteStore } from '../mutes/mute-store-port.ts';
import type { Clock, Logger, MetricSink } from '../ports.ts';
import type { Responder } from './responder-port.ts';

export interface Interactions {
  readonly readSigningSecret: () => Promise<string>;
  readonly mutes: MuteStore;
  readonly acknowledgements: AcknowledgementStore;
  readonly responder: Responder;
  readonly metrics: MetricSink;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of the function that sends the alerts. */
  readonly functionName: string;
  /** The Slack users who can mute; everyone if empty. */
  readonly muteAllowedUsers: readonly string[];
}
