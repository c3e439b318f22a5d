// What the editor suggests: fields that are documented or were seen in the loaded events, with examples of their values; functions,
// predicates and lists. In: events and rules. Out: names and explanations as plain data.

import { functionTable } from '../../../lambda/src/core/language/functions/function-table.ts';
import { signature } from '../../../lambda/src/core/language/functions/language-function.ts';
import type { Json, JsonObject } from '../../../lambda/src/core/records/record.ts';
import { KNOWN_FIELDS } from '../../../lambda/src/core/rules/known-fields.ts';
import { PREDICATES } from '../../../lambda/src/core/rules/predicates.ts';
import type { Vocabulary } from '../protocol.ts';
import type { EventStore } from './event-store.ts';
import type { RuleBook } from './rule-book.ts';

const SAMPLE = 2_000;
const MOST_FIELDS = 2_000;
const MOST_EXAMPLES = 100;
const LONGEST_EXAMPLE = 80;
const DEEPEST = 8;
// Names that a path can contain without quotes.
const NAME = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;

interface Seen {
  count: number;
  readonly examples: Set<string>;
}

/** The fields of the loaded events, from a sample of them. */
export class SeenFields {
  private readonly fields = new Map<string, Seen>();

  constructor(events: EventStore) {
    const step = Math.max(1, Math.floor(events.length / SAMPLE));
    for (let id = 0; id < events.length; id += step) this.addAll(events.recordAt(id), '', 0);
  }

  get names(): readonly string[] {
    return [...this.fields.keys()];
  }

  seen(name: string): { readonly seen: number; readonly examples: readonly string[] } {
    const { count = 0, examples = new Set<string>() } = this.fields.get(name) ?? {};
    return { seen: count, examples: [...examples] };
  }

  private addAll(value: Json, path: string, depth: number): void {
    if (value === null || typeof value !== 'object') this.addLeaf(path, value);
    else if (depth < DEEPEST) this.addChildren(value, path, depth);
  }

  private addChildren(value: JsonObject | readonly Json[], path: string, depth: number): void {
    if (Array.isArray(value)) {
      for (const one of value.slice(0, DEEPEST)) this.addAll(one, `${path}[*]`, depth + 1);
      return;
    }
    for (const [key, child] of Object.entries(value)) {
      if (NAME.test(key)) this.addAll(child, path === '' ? key : `${path}.${key}`, depth + 1);
    }
  }

  private addLeaf(path: string, value: Json): void {
    const known = this.fields.get(path);
    if (known === undefined && this.fields.size >= MOST_FIELDS) return;
    const seen = known ?? { count: 0, examples: new Set() };
    seen.count++;
    if (typeof value === 'string' && value.length <= LONGEST_EXAMPLE && seen.examples.size < MOST_EXAMPLES) {
      seen.examples.add(value);
    }
    this.fields.set(path, seen);
  }
}

/** Everything that the editor suggests. */
export function vocabularyOf(seen: SeenFields, book: RuleBook | null): Vocabulary {
  const documented = KNOWN_FIELDS.map((name) => name.replace(/\.\*$/, ''));
  const names = [...new Set([...documented, ...seen.names])].sort();
  const { predicates = {}, lists = {} } = book?.environment ?? {};
  const meanings: Readonly<Record<string, { readonly meaning: string }>> = PREDICATES;
  return {
    fields: names.map((name) => ({ name, ...seen.seen(name) })),
    functions: functionTable.map((entry) => ({
      ...{ name: entry.name, signature: signature(entry), summary: entry.summary, example: entry.example },
      aliases: entry.aliases,
    })),
    predicates: Object.entries(predicates).map(([name, expression]) => ({
      name,
      meaning: meanings[name]?.meaning ?? expression,
    })),
    lists: Object.entries(lists).map(([name, values]) => ({ name, size: values.length })),
  };
}
