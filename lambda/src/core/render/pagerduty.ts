// The PagerDuty renderer. In: a notice. Out: an event for the Events API v2, within its limits, which opens an alert, or adds to
// the open one of the same thread. Pure and total.
// https://developer.pagerduty.com/docs/events-api-v2-overview

import { muteKeyOf } from '../mutes/mute.ts';
import { eventMsOf } from '../records/event-time.ts';
import { textAt } from '../records/field-path.ts';
import type { JsonObject } from '../records/record.ts';
import type { Notice } from '../threads/notice.ts';
import { hashOf } from '../threads/thread-key.ts';
import { variantOf } from '../threads/variant.ts';
import type { ConsoleLink } from './console-links.ts';
import { isOfCorrelation } from './correlations/correlation-alert.ts';
import { linksOf } from './correlations/links.ts';
import { createJsonEventRenderer, type JsonEventRenderer } from './json-event.ts';
import type { RenderContext } from './render-context.ts';
import { isSafeUrl } from './safe-url.ts';
import { firstEventLinks } from './scheduled-summary.ts';

export type PagerDutyEvent = {
  readonly event_action: 'trigger';
  /**
   * While an alert with this key is open, PagerDuty adds the event to it and does not notify again. It represents the severity, the rule
   * and the outcome too, so that what the thread of an alert does not show yet does notify.
   */
  readonly dedup_key: string;
  readonly client: string;
  readonly payload: {
    readonly summary: string;
    /** The account; for what concerns none, the function. */
    readonly source: string;
    readonly severity: 'critical' | 'error' | 'warning' | 'info';
    readonly timestamp?: string;
    readonly component?: string;
    readonly class?: string;
    /** What a webhook receives. */
    readonly custom_details: JsonObject;
  };
  readonly links: readonly { readonly href: string; readonly text: string }[];
};

const SEVERITIES = { critical: 'critical', high: 'error', medium: 'warning', low: 'info', info: 'info' } as const;

// An event may have 512 KB.
const LARGEST_DETAILS = 400_000;
const LONGEST_COMPONENT = 255;
const LONGEST_URL = 1_500;

/** Makes the renderer of PagerDuty events. */
export function createPagerDutyRenderer(context: RenderContext): { message(notice: Notice): PagerDutyEvent } {
  const details = createJsonEventRenderer(context, LARGEST_DETAILS);
  return { message: (notice) => eventOf(notice, details.message(notice), context) };
}

function eventOf(
  notice: Notice,
  details: ReturnType<JsonEventRenderer['message']>,
  context: RenderContext,
): PagerDutyEvent {
  const { functionName } = context;
  const { title, account, rule, severity } = details;
  return {
    event_action: 'trigger',
    dedup_key: hashOf([similarityOf(notice), severity, variantOf(notice)]),
    client: functionName,
    payload: {
      summary: title,
      source: account ?? functionName,
      severity: SEVERITIES[severity],
      ...timeAndPlaceOf(notice),
      ...(rule !== null && { class: rule }),
      custom_details: details,
    },
    links: linksOfNotice(notice, context)
      .filter(({ url }) => isSafeUrl(url, LONGEST_URL))
      .map(({ label, url }) => ({ href: url, text: label })),
  };
}

// Each interval of a correlation has its own thread, but the next one of an attack that lasts needs no further call.
function similarityOf(notice: Notice): string {
  const isGrouped = notice.kind === 'alert' && isOfCorrelation(notice.alert);
  return (isGrouped ? muteKeyOf(notice) : notice.threadKey) ?? notice.id;
}

function timeAndPlaceOf(notice: Notice): { timestamp?: string; component?: string } {
  if (notice.kind !== 'alert') return {};
  const { record } = notice.alert;
  const time = eventMsOf(record);
  const service = textAt(record, 'eventSource');
  return {
    ...(time !== null && { timestamp: new Date(time).toISOString() }),
    ...(service && { component: service.slice(0, LONGEST_COMPONENT) }),
  };
}

function linksOfNotice(notice: Notice, context: RenderContext): readonly ConsoleLink[] {
  if (notice.kind === 'alert') return linksOf(notice.alert, context);
  return notice.kind === 'scheduled-summary' ? firstEventLinks(notice, context) : [];
}
