// The SNS renderer. In: a notice. Out: a subject, a body for email, and JSON with the predecessor's fields for other
// protocols, all within SNS's limits. Pure and total. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html

import { accountOf } from '../records/account.ts';
import { failureOf } from '../records/failure.ts';
import { textAt } from '../records/field-path.ts';
import type { Json, JsonObject } from '../records/record.ts';
import type { AlertNotice, Notice, SummaryNotice } from '../threads/notice.ts';
import { correlationJson } from './correlations/json.ts';
import { alertBody, otherBody } from './mail-text.ts';
import { ruleFields } from './matching-rules.ts';
import { predecessorFields } from './predecessor-fields.ts';
import type { RenderContext } from './render-context.ts';
import { scheduledSummaryJson } from './scheduled-summary.ts';
import { summaryJson } from './summary-lines.ts';
import { titleOf } from './title.ts';

export interface SnsMessage {
  /** ASCII, under 100 characters, no line breaks. */
  readonly subject: string;
  /** The text for email. */
  readonly body: string;
  /** The text for SMS: one line of at most 520 characters. SNS delivers up to 1,600. */
  readonly short: string;
  /** The JSON for every other protocol. */
  readonly json: JsonObject;
  /** For filter policies. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Makes the renderer of SNS messages. */
export function createSnsRenderer(context: RenderContext): { message(notice: Notice, count: number): SnsMessage } {
  return {
    message: (notice, count) => ({
      subject: subjectOf(lineOf(notice, context)),
      short: lineOf(notice, context),
      body: bounded(notice.kind === 'alert' ? alertBody(notice, count, context) : otherBody(notice, context)),
      json: withinSize(notice.kind === 'alert' ? alertJson(notice, count, context) : otherJson(notice, count, context)),
      attributes: attributesOf(notice),
    }),
  };
}

// Who reads only this line sees how severe the alert is.
function lineOf(notice: Notice, context: RenderContext): string {
  const title = titleOf(notice, context);
  return notice.kind === 'alert' ? `[${notice.alert.rule.severity}] ${title}` : title;
}

function bounded(body: string): string {
  return body.length <= LONGEST_BODY ? body : `${body.slice(0, LONGEST_BODY)}\n… truncated`;
}

function alertJson(notice: AlertNotice, count: number, context: RenderContext): JsonObject {
  const { record, rule, origin, correlation } = notice.alert;
  return {
    ...predecessorFields(record, origin),
    summary: titleOf(notice, context),
    severity: rule.severity,
    rule: rule.name,
    ...ruleFields(notice.alert, 'rules_left_out'),
    ...(correlation && { correlation: correlationJson(correlation) }),
    event_name: textAt(record, 'eventName') ?? null,
    event_source: textAt(record, 'eventSource') ?? null,
    region: textAt(record, 'awsRegion') ?? null,
    recipient_account_id: accountOf(record, origin) || null,
    source_ip_address: textAt(record, 'sourceIPAddress') ?? null,
    user_agent: textAt(record, 'userAgent') ?? null,
    error_code: failureOf(record)?.code ?? null,
    count,
  };
}

// The predecessor published only alerts. Other notices use the same field names where they apply.
function otherJson(notice: Exclude<Notice, AlertNotice>, count: number, context: RenderContext): JsonObject {
  const title = titleOf(notice, context);
  const base = { title, summary: title, kind: notice.kind, severity: notice.subject.severity, count };
  switch (notice.kind) {
    case 'rule-error':
      return {
        ...base,
        error_message: notice.failure.message,
        rule: notice.failure.ruleName,
        rule_expression: notice.failure.expression,
        event_id: notice.eventId ?? 'N/A',
        source_file: notice.origin?.key ?? 'N/A',
      };
    case 'removed-object':
      return {
        ...base,
        event_time: notice.eventTime,
        actor: notice.principalId || 'N/A',
        region: notice.region,
        source_ip_address: notice.sourceIp,
        source_file: notice.key,
      };
    case 'digest':
      return summaryFields(notice, base);
    case 'scheduled-summary':
      return { ...base, ...scheduledSummaryJson(notice) };
  }
}

function summaryFields(notice: SummaryNotice, base: JsonObject): JsonObject {
  const { lines, unlisted } = summaryJson(notice, 30);
  return { ...base, total: notice.total, alerts: lines, unlisted };
}

// https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
function attributesOf({ kind, subject, ...notice }: Notice): Record<string, string> {
  const record = 'alert' in notice ? notice.alert.record : {};
  return {
    kind,
    severity: subject.severity,
    rule: attributeText(subject.ruleName ?? ''),
    account_id: attributeText(subject.accountIds[0] ?? ''),
    event_name: attributeText(textAt(record, 'eventName') ?? ''),
    event_source: attributeText(textAt(record, 'eventSource') ?? ''),
  };
}

function attributeText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}

const LONGEST_SUBJECT = 99;

function subjectOf(title: string): string {
  const ascii = title
    .replace(/…/g, '...')
    .replace(/–/g, '-')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
  if (ascii.length <= LONGEST_SUBJECT) return ascii || 'CloudTrail alert';
  return `${ascii.slice(0, LONGEST_SUBJECT - 3).trimEnd()}...`;
}

// SNS accepts 256 KiB in total: this JSON, measured as it is sent (encoded inside JSON), the body (at most 3 bytes a
// character), the title for SMS, and the attributes.
const LARGEST_JSON_BYTES = 140 * 1024;
const LONGEST_BODY = 16_000;
const SHORTENED_FIRST = ['response_elements', 'request_parameters', 'additional_details', 'actor'];
const LONGEST_SHORTENED_TEXT = 1_000;

function withinSize(json: JsonObject): JsonObject {
  let bytes = sentBytes(json);
  const fitting: Record<string, Json> = { ...json };
  for (const field of SHORTENED_FIRST) {
    if (bytes <= LARGEST_JSON_BYTES) return fitting;
    if (!Object.hasOwn(fitting, field)) continue;
    bytes += sentBytes(TRUNCATED) - sentBytes(fitting[field] as Json);
    fitting[field] = TRUNCATED;
  }
  if (bytes <= LARGEST_JSON_BYTES) return fitting;
  const { rules, ...rest } = fitting;
  const entries = Object.entries(rest).map(([field, value]) => [field, shortened(value)] as const);
  return { ...Object.fromEntries(entries), ...(rules && { rules }) };
}

const TRUNCATED = '… truncated';

function shortened(value: Json): Json {
  if (typeof value === 'object' && value !== null) return TRUNCATED;
  if (typeof value !== 'string' || value.length <= LONGEST_SHORTENED_TEXT) return value;
  return `${value.slice(0, LONGEST_SHORTENED_TEXT)}… truncated`;
}

function sentBytes(json: Json): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(json)));
}
