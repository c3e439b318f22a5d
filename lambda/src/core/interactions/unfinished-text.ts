// What a person reads whose press could not be finished in time. In: what was pressed, and what is known of it. Out: a text that is true
// whatever happens later. Pure.

import type { Action } from './interaction.ts';

/** Whether something was changed; `unknown` if a write began whose outcome is not known. */
export type Changed = 'nothing' | 'unknown' | 'stored';

const NOTHING = 'Nothing was changed, because AWS or Slack did not respond in time. Press again.';

const OF_MUTE: Readonly<Record<Changed, string>> = {
  nothing: NOTHING,
  unknown:
    'AWS did not respond in time, so these alerts may be muted or not. If they are, this channel receives a message within ten minutes. To be sure, mute them again.',
  stored: 'These alerts are muted. This channel receives a message about it within ten minutes.',
};

const OF_OTHERS: Readonly<Record<Changed, string>> = {
  nothing: NOTHING,
  unknown: 'AWS did not respond in time. Press again to see whether it worked.',
  stored: 'It worked, but Slack did not accept the change of this message. Press again to see it.',
};

/** The text for a press. Pressing again never does something twice. */
export function unfinishedText(kind: Action['kind'], changed: Changed): string {
  return (kind === 'mute' ? OF_MUTE : OF_OTHERS)[changed];
}
