// The alert of a correlation is posted by the invocation that needs its thread first, not only by the one that found it: that
// one may have crashed, and is retried minutes later. In: notices. Out: the same, and for each `continued` one that of its alert.

import { openedNoticeOf } from '../../core/threads/make-notice.ts';
import { isContinued, type Notice } from '../../core/threads/notice.ts';
import type { Destination } from '../ports.ts';

/**
 * Adds the notices of alerts that `continued` ones belong to, if the destination has threads. Their claims decide
 * whether they are posted; their results are not counted.
 */
export function withOpenedNotices(notices: readonly Notice[], { notifier }: Destination): readonly Notice[] {
  if (!notifier.update) return notices;
  const known = new Set(notices.map(({ id }) => id));
  const added: Notice[] = [];
  for (const notice of notices.filter(isContinued)) {
    const opened = openedNoticeOf(notice);
    if (known.has(opened.id)) continue;
    known.add(opened.id);
    added.push(opened);
  }
  return [...added, ...notices];
}
