// The headline of a correlation alert: what happened, in one sentence. In: the alert. Out: words and values as separate parts.
// It claims only what holds for every cited event.

import type { Alert } from '../../rules/rule.ts';
import { accountParts, headlineOf } from '../headline.ts';
import { accountLabelOf, type RenderContext } from '../render-context.ts';
import { plain, type SentencePart, strong } from '../sentences/phrase.ts';
import { type CorrelationAlert, elapsedText, isOfCorrelation, timespanText } from './correlation-alert.ts';
import { callsMade, eventsCounted, valuesCounted, valuesSeen } from './count-words.ts';
import { cut, type GroupWords, groupWords } from './group.ts';

/** The sentence of any alert: of its event, or of all events of a correlation. */
export function alertHeadlineOf(alert: Alert, context: RenderContext): readonly SentencePart[] {
  return isOfCorrelation(alert)
    ? correlationHeadlineOf(alert, context)
    : headlineOf(alert.record, alert.origin, context);
}

function correlationHeadlineOf(alert: CorrelationAlert, context: RenderContext): readonly SentencePart[] {
  const words = groupWords(alert);
  const account = words.actor === null ? [] : accountParts(accountLabelOf(alert.record, alert.origin, context));
  switch (alert.correlation.type) {
    case 'event_count':
      if (alert.correlation.count === 1) return headlineOf(alert.record, alert.origin, context);
      return words.actor === null ? eventsCounted(alert, words) : callsMade(alert, words.actor, words, account);
    case 'value_count':
      return words.actor === null ? valuesSeen(alert, words) : valuesCounted(alert, words.actor, words, account);
    case 'first_seen':
      return firstSeen(alert, words, context);
    case 'temporal':
      return inSequence(alert, words, account, ' and ');
    case 'temporal_ordered':
      return inSequence(alert, words, account, ', then ');
  }
}

// The group is new, not what happened: someone who reads a secret for the first time may have acted before.
function firstSeen(
  { record, origin, correlation }: CorrelationAlert,
  { actor, qualifiers }: GroupWords,
  context: RenderContext,
): readonly SentencePart[] {
  const { firstMs, recordedSinceMs, timespanMs } = correlation;
  const isShorter = recordedSinceMs !== null && recordedSinceMs > firstMs - timespanMs;
  return [
    ...headlineOf(record, origin, context),
    plain(' – first match'),
    ...(actor === null ? [] : [plain(' for '), ...actor]),
    ...qualifiers,
    plain(` in ${timespanText(timespanMs)}`),
    ...(isShorter ? [plain(` (recorded since ${new Date(recordedSinceMs).toISOString().slice(0, 10)})`)] : []),
  ];
}

const MOST_RULES = 5;

function inSequence(
  { rule, correlation }: CorrelationAlert,
  { actor, qualifiers }: GroupWords,
  account: readonly SentencePart[],
  separator: string,
): readonly SentencePart[] {
  const { events, firstMs, lastMs } = correlation;
  const rules = rule.correlation?.rules ?? [...new Set(events.map(({ feeder }) => feeder))];
  const names = rules
    .slice(0, MOST_RULES)
    .flatMap((name, index) => [plain(index === 0 ? '' : separator), strong(cut(name))]);
  const more = rules.length - MOST_RULES;
  return [
    ...(actor === null ? [] : [...actor, plain(': ')]),
    ...names.filter(({ text }) => text !== ''),
    ...(more > 0 ? [plain(` and ${more} more`)] : []),
    plain(` within ${elapsedText(lastMs - firstMs)}`),
    ...qualifiers,
    ...account,
  ];
}
