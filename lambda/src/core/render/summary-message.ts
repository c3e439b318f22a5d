// A summary as a Slack message. In: a summary notice. Out: a message with one section for each line, as many as fit, in the
// color of the most severe alert. Titles, event ids and log files are untrusted and escaped.

import type { SummaryLine, SummaryNotice, SummarySource } from '../threads/notice.ts';
import { firstThatFit } from './ascii-json.ts';
import type { RenderContext } from './render-context.ts';
import { SEVERITY_MARKS } from './severity-marks.ts';
import { context, SLACK_LIMITS, type SlackBlock, type SlackMessage, section, slackMessage } from './slack-blocks.ts';
import { code, join, type Mrkdwn, mrkdwn, NOTHING, prose } from './slack-text.ts';
import { alertsBeyond, isOneEvent, logFileOf, MOST_SUMMARY_LINES } from './summary-lines.ts';
import { titleOf } from './title.ts';

/** The message of a summary. It says how many alerts are in none of the lines that it shows. */
export function summaryMessage(notice: SummaryNotice, renderContext: RenderContext, mentions: Mrkdwn): SlackMessage {
  const { emoji, color } = SEVERITY_MARKS[notice.subject.severity];
  const lines = withinRoom(notice.lines.slice(0, MOST_SUMMARY_LINES).map((line) => section(lineText(line))));
  const more = alertsBeyond(notice, lines.length);
  return slackMessage({
    text: `${emoji} ${titleOf(notice, renderContext)}`,
    blocks: [
      section(mrkdwn`${emoji} *${notice.total} more alerts*, too many to post separately`),
      ...lines,
      ...(more > 0 ? [section(mrkdwn`… and ${more} more`)] : []),
    ],
    mentions,
    footer: {
      color,
      blocks: [context(mrkdwn`Summarized by ${code(renderContext.functionName, 80)}; every event is in its log file`)],
    },
  });
}

// Leaves room for the first and the last section and the footer, so that `slackMessage` omits nothing.
const ROOM = SLACK_LIMITS.serialized - 2_500;

/** The blocks for the lines of a summary, as many as fit. */
export const withinRoom = (blocks: readonly SlackBlock[]): readonly SlackBlock[] => firstThatFit(blocks, ROOM);

function lineText(line: SummaryLine): Mrkdwn {
  const { emoji } = SEVERITY_MARKS[line.severity];
  const sources = isOneEvent(line)
    ? [sourceText('event', line.first)]
    : [sourceText('first', line.first), sourceText('last', line.last)];
  return join([mrkdwn`${emoji} *${line.count}×* ${prose(line.title)}`, ...sources], '\n');
}

function sourceText(label: string, source: SummarySource): Mrkdwn {
  const logFile = logFileOf(source);
  const parts = [
    source.eventId === null ? NOTHING : code(source.eventId, 80),
    logFile === null ? NOTHING : code(logFile, 400),
  ];
  const text = join(parts, ' in ');
  return text.pieces.length === 0 ? NOTHING : mrkdwn`${label} ${text}`;
}
