// Notices as JSON for webhooks, event buses and delivery streams. In: a notice. Out: one object that contains the whole
// event, within a size limit for any input. If it is too large, whole fields are omitted, the largest first, and listed.

import { accountOf } from '../records/account.ts';
import { textAt } from '../records/field-path.ts';
import { addressOf } from '../records/object-address.ts';
import type { Json, JsonObject } from '../records/record.ts';
import type { MatchingRule, Severity } from '../rules/rule.ts';
import type { Notice } from '../threads/notice.ts';
import { type CorrelationJson, correlationJson } from './correlations/json.ts';
import { ruleFields } from './matching-rules.ts';
import type { RenderContext } from './render-context.ts';
import { scheduledSummaryJson } from './scheduled-summary.ts';
import { summaryJson } from './summary-lines.ts';
import { titleOf } from './title.ts';

/** The JSON contract. Fields may be added to version 1; no field is removed or changes its meaning. */
type JsonEvent = {
  readonly version: 1;
  readonly kind: Notice['kind'];
  /** Stable: the same for every delivery of the same finding. */
  readonly id: string;
  readonly rule: string | null;
  readonly severity: Severity;
  /** Of an alert, every matching rule, the one of `rule` first, as many as fit into 20 KB; otherwise empty. */
  readonly rules: readonly MatchingRule[];
  /** How many more rules match than `rules` has; absent if it has all. */
  readonly rules_left_out?: number;
  /** What a correlation found; absent from an alert of a single event. */
  readonly correlation?: CorrelationJson;
  readonly title: string;
  readonly account: string | null;
  readonly region: string | null;
  /** `s3://` address of the log file that contains the event. */
  readonly log_file: string | null;
  /** Set if the log file was read because a digest file lists it, not after its notification. */
  readonly read_late?: true;
  /** Fields of `event` that were omitted because the destination has a size limit, at most 20 names. */
  readonly left_out?: readonly string[];
  /** For an alert, the CloudTrail record, of a correlation one of its events; otherwise the fields of the notice. */
  readonly event: JsonObject;
};

export interface JsonEventRenderer {
  message(notice: Notice): JsonEvent;
}

/** Makes the renderer of JSON events of at most `maxBytes` as UTF-8, which must be 100,000 or more. */
export function createJsonEventRenderer(context: RenderContext, maxBytes: number): JsonEventRenderer {
  return {
    message: (notice) => {
      const event = eventOf(notice);
      const frame = frameOf(notice, context);
      const { kept, leftOut } = withinBytes(event, maxBytes - LARGEST_LIST - Buffer.byteLength(JSON.stringify(frame)));
      return { ...frame, ...(leftOut.length > 0 && { left_out: leftOut }), event: kept };
    },
  };
}

/**
 * Makes the renderer of records for a stream that tables are built on: the event's fields are at the top level, as in a
 * log file, and everything else is under `notice`.
 */
export function createStreamRecordRenderer(
  context: RenderContext,
  maxBytes: number,
): { message(notice: Notice): JsonObject } {
  const { message } = createJsonEventRenderer(context, maxBytes);
  return {
    message: (notice) => {
      const { event, ...rest } = message(notice);
      return { ...event, notice: rest };
    },
  };
}

const LONGEST_TEXT = 1_000;

function frameOf(notice: Notice, context: RenderContext): Omit<JsonEvent, 'event' | 'left_out'> {
  const { subject, kind, id } = notice;
  const record = kind === 'alert' ? notice.alert.record : {};
  const origin = originOf(notice);
  return {
    version: 1,
    kind,
    id: short(id),
    rule: subject.ruleName === null ? null : short(subject.ruleName),
    severity: subject.severity,
    ...(kind === 'alert' ? ruleFields(notice.alert, 'rules_left_out') : { rules: [] }),
    ...(kind === 'alert' && notice.alert.correlation && { correlation: correlationJson(notice.alert.correlation) }),
    title: titleOf(notice, context),
    account: short(accountOf(record, origin) || subject.accountIds[0] || '') || null,
    region: short(textAt(record, 'awsRegion') ?? (kind === 'removed-object' ? notice.region : '')) || null,
    log_file: origin === null ? null : short(addressOf(origin)),
    ...(kind === 'alert' && notice.alert.readLate && { read_late: true }),
  };
}

function originOf(notice: Notice) {
  if (notice.kind === 'alert') return notice.alert.origin;
  return notice.kind === 'rule-error' ? notice.origin : null;
}

function eventOf(notice: Notice): JsonObject {
  switch (notice.kind) {
    case 'alert':
      return notice.alert.record;
    case 'rule-error': {
      const { expression, code, message, ignoreRule } = notice.failure;
      return { expression, code, message, ignore_rule: ignoreRule, event_id: notice.eventId };
    }
    case 'removed-object': {
      const { bucket, key, eventName, eventTime, region, principalId, sourceIp } = notice;
      return { bucket, key, eventName, eventTime, region, principalId, sourceIp };
    }
    case 'digest':
      return { total: notice.total, ...summaryJson(notice, 50) };
    case 'scheduled-summary':
      return scheduledSummaryJson(notice);
  }
}

function short(text: string): string {
  return text.slice(0, LONGEST_TEXT);
}

const MOST_NAMES = 20;
const LONGEST_NAME = 100;
// A character needs at most six bytes in JSON.
const LARGEST_LIST = MOST_NAMES * (6 * LONGEST_NAME + 3) + 100;

function withinBytes(event: JsonObject, room: number): { kept: JsonObject; leftOut: readonly string[] } {
  const fields = Object.entries(event).map(([name, value]) => ({ name, bytes: bytesOf(name, value) }));
  let total = fields.reduce((sum, { bytes }) => sum + bytes, 0);
  const leftOut = new Set<string>();
  for (const { name, bytes } of fields.toSorted((a, b) => b.bytes - a.bytes)) {
    if (total <= room) break;
    leftOut.add(name);
    total -= bytes;
  }
  if (leftOut.size === 0) return { kept: event, leftOut: [] };
  return {
    kept: Object.fromEntries(Object.entries(event).filter(([name]) => !leftOut.has(name))),
    leftOut: [...leftOut].slice(0, MOST_NAMES).map((name) => name.slice(0, LONGEST_NAME)),
  };
}

function bytesOf(name: string, value: Json): number {
  return Buffer.byteLength(JSON.stringify(name)) + Buffer.byteLength(JSON.stringify(value)) + 2;
}
