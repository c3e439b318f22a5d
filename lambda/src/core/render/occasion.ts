// Why a message is made: what it depends on besides its notice.

import type { Acknowledgement } from '../mutes/acknowledgement.ts';

export interface Occasion {
  /** That of the message that this one replaces, shown next to its buttons. */
  readonly acknowledgement?: Acknowledgement | null;
  /** Whether the thread already shows one like it, so that people were notified. Then it does not mention anyone. */
  readonly isRepeat?: boolean;
}
