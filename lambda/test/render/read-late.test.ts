// An alert of a log file that was read late says so, in every format; all others stay as they are.

import { describe, expect, it } from 'vitest';
import { alertFacts } from '../../src/core/render/facts.ts';
import { createJsonEventRenderer } from '../../src/core/render/json-event.ts';
import { createSlackRenderer } from '../../src/core/render/slack.ts';
import { noticeOfAlert } from '../../src/core/threads/make-notice.ts';
import type { AlertNotice } from '../../src/core/threads/notice.ts';
import { anAlert, CONTEXT, RECORDS } from './notices.ts';

const alert = anAlert(Object.values(RECORDS)[0] ?? {});
const late = noticeOfAlert({ ...alert.alert, readLate: true });

const FORMATS: Readonly<Record<string, (notice: AlertNotice) => unknown>> = {
  Slack: (notice) => createSlackRenderer(CONTEXT).message(notice, 1),
  text: (notice) => alertFacts(notice, 1, CONTEXT),
  JSON: (notice) => createJsonEventRenderer(CONTEXT, 100_000).message(notice),
};

describe('an alert of a log file that was read late', () => {
  it.each(Object.entries(FORMATS))('says so in %s', (_format, render) => {
    const [text, usual] = [late, alert].map((notice) => JSON.stringify(render(notice)));
    expect(text).toMatch(/read[ _]late/);
    expect(usual).not.toMatch(/read[ _]late/);
  });

  it('has the same id and thread as if it had been read before, so that it is delivered once', () => {
    expect([late.id, late.threadKey]).toEqual([alert.id, alert.threadKey]);
  });

  it('has the field `read_late` in JSON', () => {
    expect(FORMATS.JSON?.(late)).toMatchObject({ read_late: true });
  });
});
