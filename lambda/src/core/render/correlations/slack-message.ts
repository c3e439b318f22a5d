// A correlation alert as Slack blocks. In: the notice. Out: the sentence, when and why it fired, what made up the count, links to
// the events. Treats everything from events as untrusted data.

import { eventTimeAt } from '../../records/event-time.ts';
import { addressOf } from '../../records/object-address.ts';
import { recordIdOf } from '../../records/record-id.ts';
import type { AlertNotice } from '../../threads/notice.ts';
import { asciiJsonLength } from '../ascii-json.ts';
import { eventLink } from '../console-links.ts';
import { ruleLine } from '../matching-rules.ts';
import type { RenderContext } from '../render-context.ts';
import { sentence } from '../sentence-mrkdwn.ts';
import { SEVERITY_MARKS } from '../severity-marks.ts';
import {
  context,
  type SlackAttachment,
  type SlackBlock,
  type SlackMessage,
  section,
  slackMessage,
} from '../slack-blocks.ts';
import { bold, code, join, link, type Mrkdwn, mrkdwn, NOTHING, prose, time } from '../slack-text.ts';
import { titleOf } from '../title.ts';
import { eventReferences, intervalText, thresholdText, topLists } from './breakdown.ts';
import { type CorrelationAlert, moreEventsText } from './correlation-alert.ts';
import { groupValues, isIdentity } from './group.ts';
import { alertHeadlineOf } from './sentence.ts';

export interface EventBlocks {
  /** What happened, for an alert that is about one event. */
  readonly event: readonly SlackBlock[];
  /** Below everything else. */
  readonly details: readonly SlackBlock[];
  readonly mentions: Mrkdwn;
  /** The last blocks. */
  readonly controls: readonly SlackBlock[];
}

/** The message of the alert. `count` is how many notices it represents. */
export function correlationMessage(
  notice: AlertNotice,
  alert: CorrelationAlert,
  count: number,
  renderContext: RenderContext,
  { event, details, mentions, controls }: EventBlocks,
): SlackMessage {
  const { emoji } = SEVERITY_MARKS[alert.rule.severity];
  const more = moreEventsText(alert, count);
  const headline = mrkdwn`${emoji} ${headlineWithin(notice, alert, renderContext)}`;
  return slackMessage({
    text: notificationText(notice, alert, more, renderContext),
    blocks: [
      section(more === '' ? headline : mrkdwn`${headline}  ·  ${bold(more)}`),
      context(whenAndWhy(alert)),
      ...(event.length > 0 ? event : [...topBlocks(alert), ...linkBlocks(alert, renderContext)]),
      ...details,
    ],
    mentions,
    controls,
    footer: footer(alert, renderContext),
  });
}

// The first block and the footer are never omitted, so they must fit together.
const LARGEST_HEADLINE = 3_000;

function headlineWithin(notice: AlertNotice, alert: CorrelationAlert, renderContext: RenderContext): Mrkdwn {
  const headline = sentence(alertHeadlineOf(alert, renderContext));
  return asciiJsonLength(headline) <= LARGEST_HEADLINE ? headline : prose(titleOf(notice, renderContext), 400);
}

// If Slack rejects the blocks, this text is the whole message, so it says where to find the rest.
function notificationText(
  notice: AlertNotice,
  { rule, correlation }: CorrelationAlert,
  more: string,
  renderContext: RenderContext,
): string {
  const title = `${SEVERITY_MARKS[rule.severity].emoji} ${titleOf(notice, renderContext)}`;
  const [first] = correlation.events;
  const parts = [
    title,
    more,
    `from ${eventTimeAt(correlation.firstMs).utc}`,
    `rule ${rule.name}`,
    first?.eventId ?? '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function whenAndWhy({ correlation, rule }: CorrelationAlert): Mrkdwn {
  const { firstMs, lastMs, count, recordedSinceMs, type } = correlation;
  return join(
    [
      count > 1 ? time(eventTimeAt(firstMs)) : NOTHING,
      count > 1 ? trusted(`until ${eventTimeAt(lastMs).utc}`) : NOTHING,
      mrkdwn`fires ${prose(thresholdText(correlation, rule))}`,
      type === 'first_seen' ? NOTHING : trusted(`interval ${intervalText(correlation)}`),
      recordedSinceMs === null ? NOTHING : trusted(`recorded since ${eventTimeAt(recordedSinceMs).utc}`),
    ],
    '  ·  ',
  );
}

// Our words and numbers, which need no escape.
const trusted = (text: string): Mrkdwn => ({ pieces: [text] });

function topBlocks({ correlation }: CorrelationAlert): SlackBlock[] {
  const lines = topLists(correlation).map(({ label, values }) => {
    const counts = values.map(({ text, count }) => mrkdwn`${code(text, 100)} ${count}×`);
    return mrkdwn`*${label}* ${join(counts, ', ')}`;
  });
  return lines.length === 0 ? [] : [section(join(lines, '\n'))];
}

function linkBlocks({ correlation }: CorrelationAlert, renderContext: RenderContext): SlackBlock[] {
  const links = eventReferences(correlation, renderContext).map((event) =>
    event.link === null ? prose(event.label, 100) : link(event.link.url, event.label),
  );
  return links.length === 0 ? [] : [section(join(links, '  ·  '))];
}

const MOST_GROUP_VALUES = 3;

function footer(
  { record, rule, origin, correlation }: CorrelationAlert,
  renderContext: RenderContext,
): SlackAttachment {
  const event = eventLink(record, renderContext);
  const group = groupValues(correlation)
    .slice(0, MOST_GROUP_VALUES)
    .map(({ by, value }) => mrkdwn`${isIdentity(by) ? 'identity' : code(by, 60)} ${code(value, 120)}`);
  const id = code(recordIdOf(record) ?? '', 80);
  const isOne = correlation.count === 1;
  return {
    color: SEVERITY_MARKS[rule.severity].color,
    blocks: [
      context(
        ruleLine(rule),
        group.length === 0 ? NOTHING : mrkdwn`Group ${join(group, ', ')}`,
        mrkdwn`${isOne ? 'Event' : 'One of the events'} ${id}${event === null ? NOTHING : mrkdwn`  ·  ${link(event.url, 'open in CloudTrail')}`}`,
        origin === null ? NOTHING : mrkdwn`${isOne ? 'Log file' : 'Its log file'} ${code(addressOf(origin), 400)}`,
      ),
    ],
  };
}
