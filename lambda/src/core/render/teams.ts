// The Teams renderer. In: a notice. Out: a message that a Teams workflow posts as a card: the sentence in the color of its
// severity, the facts, the ignore rule, the whole event, links. Pure and total. It does not use threads.

import type { Severity } from '../rules/rule.ts';
import type { AlertNotice, Notice } from '../threads/notice.ts';
import { linksOf } from './correlations/links.ts';
import { alertHeadlineOf } from './correlations/sentence.ts';
import { alertFacts, otherFacts } from './facts.ts';
import { ignoreEntryFor, ignoreTitle } from './ignore-entry.ts';
import { jsonText } from './json-text.ts';
import type { RenderContext } from './render-context.ts';
import { firstEventLinks } from './scheduled-summary.ts';
import type { SentencePart } from './sentences/phrase.ts';
import { SEVERITY_MARKS } from './severity-marks.ts';
import {
  type CardParts,
  type CardStyle,
  type TeamsMessage,
  type TextRun,
  teamsMessage,
  textRun,
} from './teams-card.ts';
import { titleOf } from './title.ts';

const STYLES: Readonly<Record<Severity, CardStyle>> = {
  info: 'default',
  low: 'accent',
  medium: 'warning',
  high: 'attention',
  critical: 'attention',
};

/** Makes the renderer of Teams messages. */
export function createTeamsRenderer(context: RenderContext): { message(notice: Notice, count: number): TeamsMessage } {
  return {
    message: (notice, count) => {
      const { severity } = notice.subject;
      const fallbackText = titleOf(notice, context);
      const parts =
        notice.kind === 'alert' ? alertParts(notice, count, context) : otherParts(notice, fallbackText, context);
      const emoji = textRun(`${SEVERITY_MARKS[severity].emoji} `);
      return teamsMessage({ ...parts, fallbackText, style: STYLES[severity], headline: [emoji, ...parts.headline] });
    },
  };
}

type Parts = Omit<CardParts, 'fallbackText' | 'style'>;

function alertParts(notice: AlertNotice, count: number, context: RenderContext): Parts {
  const { record } = notice.alert;
  const entry = ignoreEntryFor(record);
  return {
    headline: alertHeadlineOf(notice.alert, context).map(sentenceRun),
    facts: alertFacts(notice, count, context),
    code: [...(entry === null ? [] : [[ignoreTitle(notice.alert), entry] as const]), ['Event', jsonText(record)]],
    links: linksOf(notice.alert, context),
  };
}

function otherParts(notice: Exclude<Notice, AlertNotice>, title: string, context: RenderContext): Parts {
  const message = notice.kind === 'rule-error' ? [['Error', notice.failure.message] as const] : [];
  const links = notice.kind === 'scheduled-summary' ? firstEventLinks(notice, context) : [];
  return { headline: titleRuns(title), facts: otherFacts(notice, context), code: message, links };
}

// A title may be longer than a run. Forty characters are at most eighty UTF-16 units.
function titleRuns(title: string): TextRun[] {
  return (title.match(/.{1,40}/gsu) ?? []).map((part) => textRun(part, { weight: 'Bolder' }));
}

function sentenceRun({ style, text }: SentencePart): TextRun {
  const looks = { plain: {}, strong: { weight: 'Bolder' }, code: { fontType: 'Monospace' } } as const;
  return textRun(text, { size: 'Medium', ...looks[style] });
}
