// A scheduled summary as a Slack message. In: its notice. Out: a message with one section for each line, as many as fit, and the
// counts of the rest by rule. Rule names, identities and titles are untrusted and escaped.

import { eventTimeAt } from '../records/event-time.ts';
import type { CollectedLine, ScheduledSummaryNotice } from '../threads/notice.ts';
import { accountLabel, type RenderContext } from './render-context.ts';
import { firstEventLink, MOST_RULES, remarksOn, restBeyond, uncounted } from './scheduled-summary.ts';
import { SEVERITY_MARKS } from './severity-marks.ts';
import { context, type SlackMessage, section, slackMessage } from './slack-blocks.ts';
import { bold, code, join, link, type Mrkdwn, mrkdwn, NOTHING, ownTime, prose } from './slack-text.ts';
import { MOST_SUMMARY_LINES } from './summary-lines.ts';
import { withinRoom } from './summary-message.ts';
import { titleOf } from './title.ts';

/** The message of a scheduled summary. Its counts add up to its total. */
export function scheduledSummaryMessage(notice: ScheduledSummaryNotice, renderContext: RenderContext): SlackMessage {
  const { emoji, color } = SEVERITY_MARKS[notice.subject.severity];
  const title = titleOf(notice, renderContext);
  const shown = notice.lines.slice(0, MOST_SUMMARY_LINES);
  const lines = withinRoom(shown.map((line) => section(lineText(line, renderContext))));
  const rest = restText(notice, lines.length);
  return slackMessage({
    text: `${emoji} ${title}`,
    blocks: [section(mrkdwn`${emoji} ${bold(title)}`), ...lines, ...(rest.pieces.length > 0 ? [section(rest)] : [])],
    footer: {
      color,
      blocks: [
        context(
          ...remarksOn(notice).map((remark) => prose(remark)),
          mrkdwn`Collected by ${code(renderContext.functionName, 80)}; every event is in its log file`,
        ),
      ],
    },
  });
}

function lineText(line: CollectedLine, renderContext: RenderContext): Mrkdwn {
  const { emoji } = SEVERITY_MARKS[line.severity];
  const account = accountLabel(line.account, renderContext);
  const where = account === '' ? NOTHING : mrkdwn` in ${bold(account)}`;
  const head = mrkdwn`${emoji} *${line.count}×* ${code(line.rule, 120)} ${bold(line.who)}${where}`;
  return join([head, eventText(line, renderContext), timesText(line)], '\n');
}

function timesText({ count, firstMs, lastMs }: CollectedLine): Mrkdwn {
  if (firstMs === null || lastMs === null) return NOTHING;
  return count === 1 ? timeText(firstMs) : mrkdwn`first ${timeText(firstMs)}, last ${timeText(lastMs)}`;
}

function timeText(ms: number): Mrkdwn {
  return ownTime(eventTimeAt(ms));
}

function eventText(line: CollectedLine, renderContext: RenderContext): Mrkdwn {
  const page = firstEventLink(line, renderContext);
  if (page !== null) return link(page.url, line.title);
  return join([prose(line.title, 160), line.eventId === '' ? NOTHING : code(line.eventId, 80)], ' ');
}

function restText(notice: ScheduledSummaryNotice, shown: number): Mrkdwn {
  const rest = restBeyond(notice, shown);
  if (rest.total === 0) return NOTHING;
  const more = uncounted(rest);
  const counts = rest.byRule.slice(0, MOST_RULES).map(([rule, count]) => mrkdwn`${count}× ${code(rule, 60)}`);
  const others = more > 0 ? [mrkdwn`${more}× other rules`] : [];
  return mrkdwn`… and ${rest.total} more: ${join([...counts, ...others], ', ')}`;
}
