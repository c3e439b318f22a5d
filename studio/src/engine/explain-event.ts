// Explains the decision on one event. In: the record and the rules. Out: for each rule of interest, the value of each of its parts;
// and the Slack message, if the event is an alert.

import { explainRule, type ExplainedPart as Part } from '../../../lambda/src/cli/explain/explanation.ts';
import { compileRule } from '../../../lambda/src/core/language/compile-rule.ts';
import { LOCAL_BUCKET } from '../../../lambda/src/core/records/object-address.ts';
import type { CloudTrailRecord } from '../../../lambda/src/core/records/record.ts';
import { shortened } from '../../../lambda/src/core/render/shortened.ts';
import { createSlackRenderer } from '../../../lambda/src/core/render/slack.ts';
import type { SlackMessage } from '../../../lambda/src/core/render/slack-blocks.ts';
import type { RuleDefinition } from '../../../lambda/src/core/rules/rule.ts';
import { noticeOfAlert } from '../../../lambda/src/core/threads/make-notice.ts';
import type { ExplainedPart, Explanation } from '../protocol.ts';
import type { RuleBook } from './rule-book.ts';

const LONGEST_VALUE = 400;

/** Explains a rule on an event. Null for a rule without an expression, or with errors. */
export function explain(
  rule: RuleDefinition,
  record: CloudTrailRecord,
  { environment, settings }: RuleBook,
): Explanation | null {
  const compiled = rule.expression === '' ? null : compileRule(rule.expression, environment).rule;
  if (!compiled) return null;
  const { outcome, parts } = explainRule(compiled, record, environment);
  const isError = typeof outcome !== 'boolean';
  return {
    ...{ rule: rule.name, pack: rule.pack },
    isIgnoreRule: settings.ignoreRules.includes(rule),
    result: isError ? 'error' : outcome ? 'match' : 'no match',
    message: isError ? `${outcome.code}: ${outcome.message}` : null,
    parts: parts.map((part, index) => toPart(part, parts[index - 1])),
  };
}

function toPart({ depth, source, entry, it }: Part, before: Part | undefined): ExplainedPart {
  const shown = { depth, source: shortened(source.replace(/\s+/g, ' ').trim(), LONGEST_VALUE) };
  const element = it !== null && before?.it !== it ? shortened(JSON.stringify(it), LONGEST_VALUE) : null;
  if (entry === null) return { ...shown, value: null, kind: 'skipped', it: element };
  if (entry.error !== null)
    return { ...shown, value: shortened(entry.error.message, LONGEST_VALUE), kind: 'error', it: element };
  const { value } = entry;
  const kind = value === true ? 'true' : value === false ? 'false' : 'value';
  return { ...shown, value: shortened(JSON.stringify(value), LONGEST_VALUE), kind, it: element };
}

/** The Slack message of an alert, and the first reply in its thread. */
export function slackMessagesOf(
  record: CloudTrailRecord,
  file: string,
  rules: readonly RuleDefinition[],
  { settings }: RuleBook,
): { readonly message: SlackMessage | null; readonly reply: SlackMessage | null } {
  const [rule] = rules;
  if (rule === undefined) return { message: null, reply: null };
  const notice = noticeOfAlert({ record, rule, rules, origin: { bucket: LOCAL_BUCKET, key: file } });
  const renderer = createSlackRenderer(settings);
  return { message: renderer.message(notice, 1), reply: renderer.details?.(notice) ?? null };
}
