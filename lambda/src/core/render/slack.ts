// The Slack renderer. In: a notice. Out: a message within Slack's limits, and the first reply in its thread. Pure and
// total: it returns a message that Slack accepts for any record, including hostile and broken ones.

import type { Acknowledgement } from '../mutes/acknowledgement.ts';
import { parseEventTime } from '../records/event-time.ts';
import { addressOf } from '../records/object-address.ts';
import type { AlertNotice, Notice, RemovedObjectNotice, RuleErrorNotice } from '../threads/notice.ts';
import { controlsOf } from './alert-controls.ts';
import { alertDetails, alertMessage, type Extent, plainSeenTimes, seenTimes } from './alert-message.ts';
import { type Mentions, mentionsIn } from './mentions.ts';
import type { Occasion } from './occasion.ts';
import type { RenderContext } from './render-context.ts';
import { scheduledSummaryMessage } from './scheduled-summary-message.ts';
import { SEVERITY_MARKS } from './severity-marks.ts';
import { context, type SlackMessage, section, slackMessage } from './slack-blocks.ts';
import { bold, code, codeBlock, join, type Mrkdwn, mrkdwn, NOTHING, prose, time } from './slack-text.ts';
import { summaryMessage } from './summary-message.ts';
import { titleOf } from './title.ts';

export interface SlackRenderer {
  /** `count` is how many notices the message represents. */
  message(notice: Notice, count: number, occasion?: Occasion): SlackMessage;
  /** The first reply in the message's thread; null if there is none. Absent if messages contain the whole event. */
  details?(notice: Notice): SlackMessage | null;
}

export interface SlackOptions {
  /** A destination without threads shows the whole event. */
  readonly extent?: Extent;
  /** The id of the destination if its alerts have buttons. */
  readonly buttonsFor?: string | null;
  readonly mentions?: Mentions;
}

/** Makes the renderer of Slack messages. */
export function createSlackRenderer(renderContext: RenderContext, options: SlackOptions = {}): SlackRenderer {
  const { extent = 'parameters', buttonsFor = null, mentions: all = {} } = options;
  const controls = (notice: AlertNotice, acknowledgement: Acknowledgement | null) =>
    buttonsFor === null ? [] : controlsOf(notice, buttonsFor, acknowledgement);
  return {
    message: (notice, count, { acknowledgement = null, isRepeat = false } = {}) => {
      const mentions = isRepeat ? NOTHING : mentionsIn(notice, all);
      switch (notice.kind) {
        case 'alert':
          return alertMessage(notice, count, renderContext, {
            extent,
            mentions,
            controls: controls(notice, acknowledgement),
          });
        case 'rule-error':
          return ruleErrorMessage(notice, renderContext, mentions);
        case 'removed-object':
          return removedObjectMessage(notice, count, renderContext, mentions);
        case 'digest':
          return summaryMessage(notice, renderContext, mentions);
        case 'scheduled-summary':
          return scheduledSummaryMessage(notice, renderContext);
      }
    },
    ...(extent === 'parameters' && {
      details: (notice) => (notice.kind === 'alert' ? alertDetails(notice, renderContext) : null),
    }),
  };
}

function ruleErrorMessage(notice: RuleErrorNotice, renderContext: RenderContext, mentions: Mrkdwn): SlackMessage {
  const { failure, origin, eventId } = notice;
  const what = failure.ignoreRule ? 'Ignore rule' : 'Rule';
  const effect = failure.ignoreRule ? 'It ignores no event' : 'It matches no event';
  const scope = eventId === null ? 'until you fix it' : 'like this one';
  return slackMessage({
    text: `⚠️ ${titleOf(notice, renderContext)}`,
    mentions,
    blocks: [
      section(
        mrkdwn`⚠️ *${what} ${code(failure.ruleName)} does not work.* ${effect} ${scope}. The other rules still run.`,
      ),
      section(mrkdwn`*Rule*\n${codeBlock(failure.expression, 1_500)}`),
      section(mrkdwn`*Error* ${code(failure.code)}\n${codeBlock(failure.message, 1_500)}`),
      context(
        eventId === null ? NOTHING : mrkdwn`Event ${code(eventId, 80)}`,
        origin === null ? NOTHING : mrkdwn`Log file ${code(addressOf(origin), 400)}`,
        mrkdwn`Reported by ${code(renderContext.functionName, 80)}, at most once a day for each rule`,
      ),
    ],
  });
}

function removedObjectMessage(
  notice: RemovedObjectNotice,
  count: number,
  renderContext: RenderContext,
  mentions: Mrkdwn,
): SlackMessage {
  const who = notice.principalId === '' ? prose('An unknown principal') : code(notice.principalId, 120);
  const { emoji, color } = SEVERITY_MARKS.high;
  return slackMessage({
    text: `${emoji} ${titleOf(notice, renderContext)}${plainSeenTimes(count)}`,
    mentions,
    blocks: [
      section(mrkdwn`${emoji} ${who} removed a log file from bucket ${bold(notice.bucket)}${seenTimes(count)}`),
      section(codeBlock(notice.key, 1_500)),
    ],
    footer: {
      color,
      blocks: [
        context(
          join(
            [
              code(notice.eventName, 80),
              prose(notice.region, 60),
              notice.sourceIp === '' ? NOTHING : mrkdwn`from ${code(notice.sourceIp, 120)}`,
              time(parseEventTime(notice.eventTime)),
            ],
            '  ·  ',
          ),
        ),
      ],
    },
  });
}
