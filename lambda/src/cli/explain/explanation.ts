// What a rule made of an event, as lines of text: one for each part of it, indented as they stand inside one another.

import type { CompiledRule } from '../../core/language/rule-expression.ts';
import type { CloudTrailRecord } from '../../core/records/record.ts';
import type { Terminal } from '../terminal.ts';

export function explanationLines(rule: CompiledRule, event: CloudTrailRecord, _terminal?: Terminal): string[] {
  return [String(rule.evaluate(event)), rule.source];
}
