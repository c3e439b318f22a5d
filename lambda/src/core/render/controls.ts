// What people can press under an alert, and what the message shows afterwards. In: what a mute would cover, and who acknowledged the
// alert. Out: Slack blocks with ids by which a press is recognized.
// https://docs.slack.dev/reference/block-kit/block-elements

import type { Acknowledgement } from '../mutes/acknowledgement.ts';
import { durationsFor, type MuteDuration } from '../mutes/mute.ts';
import { type MuteTarget, writeTarget } from '../mutes/mute-target.ts';
import { eventTimeAt } from '../records/event-time.ts';
import { asciiJsonLength } from './ascii-json.ts';
import {
  type ConfirmationDialog,
  context,
  plain,
  type SlackBlock,
  type SlackButton,
  type SlackOption,
  type SlackSelect,
} from './slack-blocks.ts';
import { type Mrkdwn, mrkdwn, person, time } from './slack-text.ts';

/** The ids of blocks, and of the actions that Slack reports. */
export const CONTROLS = {
  actionsBlock: 'alert-actions',
  acknowledgedBlock: 'acknowledged',
  acknowledge: 'acknowledge',
  mute: 'mute',
  unmute: 'unmute',
  mutes: 'mutes',
} as const;

/** What is muted: alerts of the rule with the same identity and event name, or all alerts that the rule names. */
export type MuteScope = 'same' | 'rule';

/** The value of a menu entry, such as `same 8h`. */
const muteOption = (scope: MuteScope, duration: MuteDuration): string => `${scope} ${duration}`;

/** A duration in words. */
const DURATION_WORDS: Readonly<Record<MuteDuration, string>> = {
  '1h': '1 hour',
  '8h': '8 hours',
  '1d': '1 day',
  '7d': '7 days',
  '30d': '30 days',
};

const LABEL_MAX = 75;

// The rest of a message must fit next to it.
const LARGEST = 2_500;

/** The last blocks of an alert: who acknowledged it, and the buttons. None if its names are too long for a button. */
export function alertControls(target: MuteTarget, acknowledgement: Acknowledgement | null): readonly SlackBlock[] {
  const value = writeTarget(target);
  if (value === null) return [];
  const elements = [acknowledgeButton(value, acknowledgement !== null), muteMenu(target)];
  const actions: SlackBlock = { type: 'actions', block_id: CONTROLS.actionsBlock, elements };
  if (asciiJsonLength(actions) > LARGEST) return [];
  return acknowledgement === null ? [actions] : [acknowledgedBlock(acknowledgement), actions];
}

/** The line that shows who acknowledged an alert, and when. */
export function acknowledgedBlock(acknowledgement: Acknowledgement): SlackBlock {
  return { ...contextOf(acknowledgedText(acknowledgement)), block_id: CONTROLS.acknowledgedBlock };
}

const contextOf = (text: Mrkdwn) => context(text) as Extract<SlackBlock, { type: 'context' }>;

function acknowledgedText({ by, atMs }: Acknowledgement): Mrkdwn {
  return mrkdwn`✅ Acknowledged by ${person(by)}, ${time(eventTimeAt(atMs))}`;
}

/** The button, which also carries what a mute covers. Slack cannot disable a button, so an acknowledged alert has it too. */
export function acknowledgeButton(value: string, isAcknowledged: boolean): SlackButton {
  const label = isAcknowledged ? 'Acknowledged' : 'Acknowledge';
  return { type: 'button', action_id: CONTROLS.acknowledge, text: plain(label, LABEL_MAX), value };
}

function muteMenu(target: MuteTarget): SlackSelect {
  const durations = durationsFor(target.severity);
  const same = { label: plain(`Only ${target.what}`, LABEL_MAX), options: optionsOf('same', durations) };
  const rule = { label: plain(`All of rule ${target.rule}`, LABEL_MAX), options: optionsOf('rule', durations) };
  return {
    type: 'static_select',
    action_id: CONTROLS.mute,
    placeholder: plain('Mute', LABEL_MAX),
    option_groups: target.key === null ? [rule] : [same, rule],
    confirm: CONFIRMATION,
  };
}

function optionsOf(scope: MuteScope, durations: readonly MuteDuration[]): readonly SlackOption[] {
  const words = scope === 'same' ? '' : 'Rule: ';
  return durations.map((duration) => ({
    text: plain(`${words}${DURATION_WORDS[duration]}`, LABEL_MAX),
    value: muteOption(scope, duration),
  }));
}

const CONFIRMATION: ConfirmationDialog = {
  title: plain('Mute these alerts?', 100),
  text: plain(
    'Until the mute ends, this channel receives none of them, and afterwards only their number. Other destinations receive them. ' +
      'The channel can see the mute and end it.',
    300,
  ),
  confirm: plain('Mute', 30),
  deny: plain('Cancel', 30),
};
