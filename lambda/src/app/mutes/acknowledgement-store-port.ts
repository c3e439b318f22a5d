// Who acknowledged which message. A message is acknowledged once.

import type { Acknowledgement } from '../../core/mutes/acknowledgement.ts';
import type { MessageHandle } from '../ports.ts';

/** Rejects with a `PortError` if the table cannot be reached. */
export interface AcknowledgementStore {
  /**
   * Stores an acknowledgement until `keepUntilMs`, unless the message has one. Returns the one that it has then. Rejects when `signal` aborts:
   * then it may have been stored.
   */
  acknowledge(
    handle: MessageHandle,
    given: Acknowledgement,
    keepUntilMs: number,
    signal?: AbortSignal,
  ): Promise<Acknowledgement>;
  /** The acknowledgement of a message; null if it has none. */
  find(handle: MessageHandle, nowMs: number): Promise<Acknowledgement | null>;
}
