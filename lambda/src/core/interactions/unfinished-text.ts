// What a person reads whose press could not be finished in time. In: what was pressed, and what is known of it. Out: a text that is true
// whatever happens later. Pure.

import type { Action } from './interaction.ts';

/** Whether something was changed; `unknown` if a write began whose outcome is not known. */
export type Changed = 'nothing' | 'unknown' | 'stored';

const NOTHING = 'Nothing was changed, because AWS or Slack is not available. Press again.';
const ANNOUNCED = 'this channel receives a message within ten minutes';

const OF_MUTE: Readonly<Record<Changed, string>> = {
  nothing: NOTHING,
  unknown: `These alerts may be muted, because AWS is not available. If they are, ${ANNOUNCED}. To be sure, mute them again.`,
  stored: `These alerts are muted, and ${ANNOUNCED}.`,
};

const OF_OTHERS: Readonly<Record<Changed, string>> = {
  nothing: NOTHING,
  unknown: 'AWS is not available. Press again to see whether it worked.',
  stored: 'It worked, but Slack is not available. Press again to see it.',
};

/** The text for a press. Pressing again never does something twice. */
export function unfinishedText(kind: Action['kind'], changed: Changed): string {
  return (kind === 'mute' ? OF_MUTE : OF_OTHERS)[changed];
}
