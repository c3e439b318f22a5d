// The mentions in a Slack message. In: a notice, and the mentions of each severity. Out: those of the notice, or nothing.

import type { Severity } from '../rules/rule.ts';
import type { Notice } from '../threads/notice.ts';
import { join, type Mrkdwn, mention, NOTHING } from './slack-text.ts';

/** By severity: ids of Slack users and user groups, `here` or `channel`. */
export type Mentions = Readonly<Partial<Record<Severity, readonly string[]>>>;

/** The mentions of a message. A scheduled summary has none: what is urgent was posted before. */
export function mentionsIn(notice: Notice, mentions: Mentions): Mrkdwn {
  if (notice.kind === 'scheduled-summary') return NOTHING;
  return join((mentions[notice.subject.severity] ?? []).map(mention), ' ');
}
