// What a channel reads about mutes: that one started, that a person ended it, what it suppressed, and which are running. In: mutes. Out: Slack messages.
// Names of rules and callers are untrusted text.

import { endOf, type Mute } from '../mutes/mute.ts';
import { eventTimeAt } from '../records/event-time.ts';
import { CONTROLS } from './controls.ts';
import { MAY_REPEAT } from './remarks.ts';
import { context, plain, type SlackButton, type SlackMessage, section, slackMessage } from './slack-blocks.ts';
import { bold, code, join, type Mrkdwn, mrkdwn, NOTHING, person, prose, time } from './slack-text.ts';

/** How many alerts a mute suppressed, and how many of these each other rule matched as well. */
export interface MuteCounts {
  readonly total: number;
  readonly otherRules: ReadonlyMap<string, number>;
}

const OTHER_RULES_SHOWN = 20;

/** The message when a mute starts, with a button that ends it. */
export function muteStartedMessage(mute: Mute, mayRepeat = false): SlackMessage {
  return slackMessage({
    text: `🔕 Muted: ${plainScope(mute)}, until ${eventTimeAt(mute.untilMs).utc}`,
    blocks: [
      section(
        mrkdwn`🔕 ${person(mute.by)} muted ${scope(mute)} in this channel until ${time(eventTimeAt(mute.untilMs))}`,
      ),
      context(mrkdwn`Other destinations receive these alerts. When the mute ends, this channel receives their number.`),
      ...repetitionRemark(mayRepeat),
    ],
    controls: [
      {
        type: 'actions',
        block_id: 'mute-actions',
        elements: [
          unmuteButton(mute.id),
          { type: 'button', action_id: CONTROLS.mutes, text: plain('All mutes', 75), value: mute.destination },
        ],
      },
    ],
  });
}

function unmuteButton(id: string): SlackButton {
  return { type: 'button', action_id: CONTROLS.unmute, text: plain('Unmute', 75), value: id };
}

/** How many mutes a list shows. */
const MUTES_SHOWN = 20;

/** The running mutes of a channel, in their order, each with a button that ends it. `remark` is the first line. */
export function muteListMessage(mutes: readonly Mute[], remark = ''): SlackMessage {
  const { length } = mutes;
  const count = length === 0 ? 'No mutes are' : length === 1 ? '1 mute is' : `${length} mutes are`;
  const first = length > MUTES_SHOWN ? `, and these end first` : '';
  const text = `${remark}${remark && '\n'}${count} running in this channel${first}`;
  const lines = mutes
    .slice(0, MUTES_SHOWN)
    .map((mute) =>
      section(
        mrkdwn`${scope(mute)}\nuntil ${time(eventTimeAt(mute.untilMs))}, by ${person(mute.by)}`,
        unmuteButton(mute.id),
      ),
    );
  return slackMessage({ text, blocks: [section(mrkdwn`${prose(text)}`), ...lines] });
}

/** The same message once a person has ended the mute. */
export function muteEndedByMessage(mute: Mute): SlackMessage {
  const { by, atMs } = mute.ended ?? { by: mute.by, atMs: endOf(mute) };
  return slackMessage({
    text: `🔔 Unmuted: ${plainScope(mute)}`,
    blocks: [
      section(
        mrkdwn`🔔 ${person(mute.by)} muted ${scope(mute)}. ${person(by)} ended the mute, ${time(eventTimeAt(atMs))}`,
      ),
      context(mrkdwn`The number of suppressed alerts follows within minutes.`),
    ],
  });
}

/** The message after a mute has ended: how many alerts it suppressed, by rule. */
export function muteReportMessage(mute: Mute, counts: MuteCounts, mayRepeat = false): SlackMessage {
  const alerts = counts.total === 1 ? '1 alert' : `${counts.total} alerts`;
  return slackMessage({
    text: `🔔 The mute has ended: ${plainScope(mute)}. It suppressed ${alerts}`,
    blocks: [
      section(mrkdwn`🔔 The mute of ${scope(mute)} has ended. It suppressed *${alerts}* in this channel.`),
      ...(counts.total === 0 ? [] : [section(countsByRule(mute, counts))]),
      context(
        mrkdwn`Muted by ${person(mute.by)}, ${time(eventTimeAt(mute.startedMs))}`,
        mrkdwn`Ended ${mute.ended ? mrkdwn`by ${person(mute.ended.by)}, ` : NOTHING}${time(eventTimeAt(endOf(mute)))}`,
      ),
      ...repetitionRemark(mayRepeat),
    ],
  });
}

const repetitionRemark = (mayRepeat: boolean) => (mayRepeat ? [context(mrkdwn`${prose(MAY_REPEAT)}`)] : []);

function countsByRule({ rule }: Mute, { total, otherRules }: MuteCounts): Mrkdwn {
  const others = [...otherRules].sort(([, a], [, b]) => b - a);
  const shown = others.slice(0, OTHER_RULES_SHOWN).map(([name, count]) => mrkdwn`${code(name, 100)} ${count}`);
  const rest = others.length - shown.length;
  const also = join([...shown, rest > 0 ? mrkdwn`${rest} more rules` : NOTHING], ', ');
  const first = mrkdwn`${code(rule, 100)} ${total}`;
  return shown.length === 0 ? first : mrkdwn`${first}\nThese alerts also matched ${also}`;
}

function scope({ rule, key, what }: Mute): Mrkdwn {
  return key === null ? mrkdwn`all alerts of rule ${bold(rule)}` : mrkdwn`rule ${bold(rule)} for ${prose(what)}`;
}

function plainScope({ rule, key, what }: Mute): string {
  return key === null ? `all alerts of rule ${rule}` : `rule ${rule} for ${what}`;
}
