// An alert as Slack blocks. In: an alert notice. Out: a compact message (sentence, failure, place and time, parameters)
// and the details for its thread (the ignore rule for it, links, the whole event). Treats the record as untrusted data.

import { accountOf } from '../records/account.ts';
import { eventTimeOf, parseEventTime } from '../records/event-time.ts';
import { failureText } from '../records/failure.ts';
import { textAt, valueAt } from '../records/field-path.ts';
import { addressOf } from '../records/object-address.ts';
import { type CloudTrailRecord, isJsonObject, type Json } from '../records/record.ts';
import { recordIdOf } from '../records/record-id.ts';
import type { Alert } from '../rules/rule.ts';
import type { AlertNotice } from '../threads/notice.ts';
import { alertLinks, eventLink } from './console-links.ts';
import { isOfCorrelation } from './correlations/correlation-alert.ts';
import { correlationMessage } from './correlations/slack-message.ts';
import { headlineOf } from './headline.ts';
import { ignoreEntryFor } from './ignore-entry.ts';
import { jsonText } from './json-text.ts';
import { otherRulesText, ruleLine } from './matching-rules.ts';
import { READ_LATE } from './remarks.ts';
import { accountNameOf, type RenderContext } from './render-context.ts';
import { sentence } from './sentence-mrkdwn.ts';
import { SEVERITY_MARKS } from './severity-marks.ts';
import { type MfaFinding, mfaFindingOf } from './sign-in.ts';
import {
  context,
  type SlackAttachment,
  type SlackBlock,
  type SlackMessage,
  section,
  slackMessage,
} from './slack-blocks.ts';
import { bold, code, codeBlock, join, link, type Mrkdwn, mrkdwn, NOTHING, prose, time } from './slack-text.ts';
import { titleOf } from './title.ts';

/** What a message shows of the event: the parameters (the thread contains the details), or the whole event. */
export type Extent = 'parameters' | 'whole-event';

export interface AlertParts {
  readonly extent: Extent;
  readonly mentions: Mrkdwn;
  /** The last blocks. */
  readonly controls: readonly SlackBlock[];
}

/** The message of an alert. `count` is how often the alert was seen; it is shown if it is above 1. */
export function alertMessage(
  notice: AlertNotice,
  count: number,
  renderContext: RenderContext,
  { extent, mentions, controls }: AlertParts,
): SlackMessage {
  const { alert } = notice;
  if (isOfCorrelation(alert)) {
    const event = alert.correlation.count === 1 ? eventBlocks(alert, renderContext) : [];
    const details = extent === 'parameters' ? [] : detailBlocks(notice, renderContext);
    return correlationMessage(notice, alert, count, renderContext, { event, details, mentions, controls });
  }
  const { record, rule, origin } = alert;
  const { emoji } = SEVERITY_MARKS[rule.severity];
  return slackMessage({
    text: notificationText(notice, count, renderContext),
    blocks: [
      section(mrkdwn`${emoji} ${sentence(headlineOf(record, origin, renderContext))}${seenTimes(count)}`),
      ...failureBlocks(record),
      context(placeAndTime(notice.alert, renderContext), userAgent(record)),
      ...(extent === 'parameters' ? parameterBlocks(record) : detailBlocks(notice, renderContext)),
    ],
    mentions,
    controls,
    footer: footer(notice, renderContext),
  });
}

// If the alert cites one event, the headline says what happened.
function eventBlocks(alert: Alert, renderContext: RenderContext): SlackBlock[] {
  const { record } = alert;
  return [
    ...failureBlocks(record),
    context(placeAndTime(alert, renderContext), userAgent(record)),
    ...parameterBlocks(record),
  ];
}

// If Slack rejects the blocks, this text is the whole message, so it says where to find the rest.
function notificationText(notice: AlertNotice, count: number, renderContext: RenderContext): string {
  const { record, rule } = notice.alert;
  const others = otherRulesText(notice.alert);
  const where = [
    textAt(record, 'awsRegion'),
    eventTimeOf(record),
    `rule ${rule.name}`,
    others && `also: ${others}`,
    recordIdOf(record),
  ];
  const title = `${SEVERITY_MARKS[rule.severity].emoji} ${titleOf(notice, renderContext)}${plainSeenTimes(count)}`;
  return [title, ...where.filter((part) => part)].join(' · ');
}

/** The count after a headline; empty if it is 1. */
export function seenTimes(count: number): Mrkdwn {
  return count > 1 ? mrkdwn`  ·  *seen ${count} times*` : NOTHING;
}

/** The count after a headline in plain text; empty if it is 1. */
export function plainSeenTimes(count: number): string {
  return count > 1 ? ` (seen ${count} times)` : '';
}

/** The first reply in the thread: the ignore rule for this alert, links, and the event as JSON. */
export function alertDetails(notice: AlertNotice, renderContext: RenderContext): SlackMessage {
  return slackMessage({
    text: `Details of event ${recordIdOf(notice.alert.record) ?? ''}`,
    blocks: detailBlocks(notice, renderContext),
  });
}

function detailBlocks({ alert }: AlertNotice, renderContext: RenderContext): SlackBlock[] {
  const { record, rule } = alert;
  const entry = ignoreEntryFor(record);
  const links = alertLinks(record, rule, renderContext).map(({ url, label }) => link(url, label));
  return [
    ...(entry === null
      ? []
      : [section(mrkdwn`${ignoreLabel(alert)}, add to \`ignore_rules\`:\n${codeBlock(entry, 2_800)}`)]),
    ...(links.length === 0 ? [] : [context(join(links, '  ·  '))]),
    ...jsonBlocks(record),
  ];
}

function ignoreLabel(alert: Alert): Mrkdwn {
  return isOfCorrelation(alert) ? mrkdwn`*To ignore events like this one*` : mrkdwn`*To ignore only this*`;
}

const MFA_WARNINGS: Readonly<Record<MfaFinding, string>> = {
  missing: '⚠️ Signed in *without MFA*',
  unrecorded: '⚠️ The event does not record whether MFA was used',
  elsewhere: 'ℹ️ Signed in through an identity provider: AWS does not record whether MFA was used',
};

function failureBlocks(record: CloudTrailRecord): SlackBlock[] {
  const message = failureText(record);
  const mfa = mfaFindingOf(record);
  return [
    ...(message === null ? [] : [section(mrkdwn`❌ ${code(message, 900)}`)]),
    ...(mfa === null ? [] : [section({ pieces: [MFA_WARNINGS[mfa]] })]),
  ];
}

function placeAndTime({ record, origin }: Alert, renderContext: RenderContext): Mrkdwn {
  const id = accountOf(record, origin);
  const name = accountNameOf(id, renderContext);
  const account = name === null ? prose(id) : mrkdwn`${bold(name)} (${id})`;
  const address = textAt(record, 'sourceIPAddress');
  const eventTime = eventTimeOf(record);
  return join(
    [
      account,
      prose(textAt(record, 'awsRegion') ?? '', 60),
      address === undefined ? NOTHING : mrkdwn`from ${code(address, 120)}`,
      eventTime === undefined ? NOTHING : time(parseEventTime(eventTime)),
    ],
    '  ·  ',
  );
}

function userAgent(record: CloudTrailRecord): Mrkdwn {
  const agent = textAt(record, 'userAgent');
  return agent === undefined ? NOTHING : code(agent, 160);
}

// `noise` does not describe what happened; it is in the whole event.
const PARAMETERS: readonly { field: string; label: string; longest: number; noise?: readonly string[] }[] = [
  { field: 'requestParameters', label: 'Request', longest: 900 },
  { field: 'responseElements', label: 'Response', longest: 500, noise: ['requestId', '_return'] },
  {
    field: 'additionalEventData',
    label: 'Additional data',
    longest: 400,
    noise: ['SignatureVersion', 'CipherSuite', 'x-amz-id-2'],
  },
  { field: 'serviceEventDetails', label: 'Service event', longest: 500 },
  { field: 'insightDetails', label: 'Insight', longest: 900 },
  { field: 'timeWindow', label: 'Time window', longest: 200 },
  { field: 'summary', label: 'Summary', longest: 900 },
];

function parameterBlocks(record: CloudTrailRecord): SlackBlock[] {
  return PARAMETERS.flatMap(({ field, label, longest, noise = [] }) => {
    const value = without(noise, valueAt(record, field));
    return isEmpty(value) ? [] : [section(mrkdwn`${bold(label)}\n${codeBlock(jsonText(value, 'unfold'), longest)}`)];
  });
}

function without(names: readonly string[], value: Json | undefined): Json | undefined {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

function isEmpty(value: Json | undefined): value is null | undefined {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}

function footer({ alert }: AlertNotice, renderContext: RenderContext): SlackAttachment {
  const { record, rule, origin, readLate } = alert;
  const event = eventLink(record, renderContext);
  const others = otherRulesText(alert);
  const id = recordIdOf(record) ?? '';
  return {
    color: SEVERITY_MARKS[rule.severity].color,
    blocks: [
      context(
        ruleLine(rule),
        others === null ? NOTHING : mrkdwn`Also: ${prose(others, 600)}`,
        mrkdwn`Event ${code(id, 80)}${event === null ? NOTHING : mrkdwn`  ·  ${link(event.url, 'open in CloudTrail')}`}`,
        origin === null
          ? NOTHING
          : mrkdwn`Log file ${code(addressOf(origin), 400)}${prose(readLate ? ` (${READ_LATE})` : '')}`,
      ),
    ],
  };
}

// A section has a length limit, so a long code block is split into several sections, between lines.
function jsonBlocks(record: CloudTrailRecord): SlackBlock[] {
  const longest = 2_600;
  const chunks: string[] = [''];
  for (const line of jsonText(record).split('\n')) {
    const last = chunks.length - 1;
    const joined = chunks[last] === '' ? line : `${chunks[last]}\n${line}`;
    if (joined.length <= longest) chunks[last] = joined;
    else chunks.push(line);
  }
  return chunks.map((chunk) => section(codeBlock(chunk, 2_990)));
}
