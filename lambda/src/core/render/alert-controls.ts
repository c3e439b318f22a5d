// The buttons of an alert. In: its notice, and the destination of the message. Out: Slack blocks. The caller and the event name are
// untrusted, and appear only as plain text in a menu.

import type { Acknowledgement } from '../mutes/acknowledgement.ts';
import { muteTargetOf } from '../mutes/mute-target.ts';
import { actorOf } from '../records/actor.ts';
import { textAt } from '../records/field-path.ts';
import type { AlertNotice } from '../threads/notice.ts';
import { isOfFailure } from '../threads/variant.ts';
import { alertControls } from './controls.ts';
import { isOfCorrelation } from './correlations/correlation-alert.ts';
import { groupValues } from './correlations/group.ts';
import type { SlackBlock } from './slack-blocks.ts';
import { visibleText } from './visible-text.ts';

/** The last blocks of an alert's message. */
export function controlsOf(
  notice: AlertNotice,
  destination: string,
  acknowledgement: Acknowledgement | null,
): readonly SlackBlock[] {
  const what = visibleText(whatIsMuted(notice).slice(0, 1_000).replace(/\s+/g, ' '));
  return alertControls(muteTargetOf(notice, destination, what), acknowledgement);
}

function whatIsMuted(notice: AlertNotice): string {
  const { alert } = notice;
  if (isOfCorrelation(alert))
    return groupValues(alert.correlation)
      .map(({ value }) => value)
      .join(', ');
  const failed = isOfFailure(notice) ? 'failed ' : '';
  return `${failed}${textAt(alert.record, 'eventName') ?? 'events'} by ${actorOf(alert.record).name}`;
}
