// What the editor suggests: fields that are documented or were seen in the loaded events, with examples of their values; functions,
// predicates and lists. In: events and rules. Out: names and explanations as plain data.

import { functionTable } from '../../../lambda/src/core/language/functions/function-table.ts';
import { signature } from '../../../lambda/src/core/language/functions/language-function.ts';
import { SeenFields } from '../../../lambda/src/core/records/seen-fields.ts';
import { KNOWN_FIELDS } from '../../../lambda/src/core/rules/known-fields.ts';
import { PREDICATES } from '../../../lambda/src/core/rules/predicates.ts';
import type { Vocabulary } from '../protocol.ts';
import type { EventStore } from './event-store.ts';
import type { RuleBook } from './rule-book.ts';

const SAMPLE = 2_000;
const LONGEST_EXAMPLE = 80;
// Paths that need no quotes.
const PLAIN = /^[\p{L}_][\p{L}\p{Nd}_]*(?:\[\*\]|\.[\p{L}_][\p{L}\p{Nd}_]*)*$/u;

/** The fields of the loaded events, from a sample of them. */
export function seenFieldsOf(events: EventStore): SeenFields {
  const seen = new SeenFields();
  const step = Math.max(1, Math.floor(events.length / SAMPLE));
  for (let id = 0; id < events.length; id += step) seen.add(events.recordAt(id));
  return seen;
}

function describeField(name: string, { byPath }: SeenFields): Vocabulary['fields'][number] {
  const { count = 0, examples = new Set() } = byPath.get(name) ?? {};
  const texts = [...examples].filter((value) => typeof value === 'string' && value.length <= LONGEST_EXAMPLE);
  return { name, seen: count, examples: texts as string[] };
}

/** Everything that the editor suggests. */
export function vocabularyOf(seen: SeenFields, book: RuleBook | null): Vocabulary {
  const documented = KNOWN_FIELDS.map((name) => name.replace(/\.\*$/, ''));
  const names = [...new Set([...documented, ...[...seen.byPath.keys()].filter((path) => PLAIN.test(path))])].sort();
  const { predicates = {}, lists = {} } = book?.environment ?? {};
  const meanings: Readonly<Record<string, { readonly meaning: string }>> = PREDICATES;
  return {
    fields: names.map((name) => describeField(name, seen)),
    functions: functionTable.map((entry) => ({
      ...{ name: entry.name, signature: signature(entry), summary: entry.summary, example: entry.example },
      aliases: entry.aliases ?? [],
    })),
    predicates: Object.entries(predicates).map(([name, expression]) => ({
      name,
      meaning: meanings[name]?.meaning ?? expression,
    })),
    lists: Object.entries(lists).map(([name, values]) => ({ name, size: values.length })),
  };
}
