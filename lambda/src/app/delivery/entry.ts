// One thread of a lot: its notices, what is known of it, and the plan for it.

import type { Notice } from '../../core/threads/notice.ts';
import type { GroupPlan } from '../../core/threads/plan.ts';
import type { ThreadSlot } from '../ports.ts';

export interface Entry {
  /** Null if the destination or the notice has no threads. */
  readonly key: string | null;
  readonly notices: readonly Notice[];
  slot: ThreadSlot | null;
  plan: GroupPlan<Notice>;
}
