// The console pages that help with an alert. In: an alert. Out: links; for a correlation the pages of its events instead of those
// of one event's resources, which others do not share.

import type { Alert } from '../../rules/rule.ts';
import { alertLinks, type ConsoleLink, identityLink, runbookLink } from '../console-links.ts';
import type { RenderContext } from '../render-context.ts';
import { eventReferences } from './breakdown.ts';
import { isOfCorrelation } from './correlation-alert.ts';
import { groupWords } from './group.ts';

/** Runbook, identity, and the resources and the event, or the events. */
export function linksOf(alert: Alert, context: RenderContext): readonly ConsoleLink[] {
  if (!isOfCorrelation(alert)) return alertLinks(alert.record, alert.rule, context);
  const identity = groupWords(alert).actor === null ? null : identityLink(alert.record, context);
  const events = eventReferences(alert.correlation, context).map(({ label, link }) => link && { label, url: link.url });
  return [runbookLink(alert.rule.runbookUrl), identity, ...events].filter((one) => one !== null);
}
