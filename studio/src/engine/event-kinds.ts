// Kinds of events: those with the same name, source and error code. Whether any rule can match a kind is decided once for all of its
// events, so that most events are never parsed again when a rule changes. In: records, and the filter of a rule set. Out: for each
// kind, whether its events may match. Never excludes an event that some rule matches.

import { textAt } from '../../../lambda/src/core/records/field-path.ts';
import type { CloudTrailRecord } from '../../../lambda/src/core/records/record.ts';
import type { FieldCondition, RecordFilter } from '../../../lambda/src/core/records/record-filter.ts';
import { words } from './columns.ts';

const FIELDS = ['eventName', 'eventSource', 'errorCode'] as const;
type Kind = Readonly<Record<string, string | undefined>>;

export class EventKinds {
  private readonly numbers = new Map<string, number>();
  private readonly kinds: Kind[] = [];
  private readonly ofEvents = words();

  add(record: CloudTrailRecord): void {
    const kind = Object.fromEntries(FIELDS.map((field) => [field, textAt(record, field)]));
    const key = JSON.stringify(FIELDS.map((field) => kind[field] ?? null));
    const known = this.numbers.get(key);
    const number = known ?? this.kinds.length;
    if (known === undefined) {
      this.numbers.set(key, number);
      this.kinds.push(kind);
    }
    this.ofEvents.push(number);
  }

  /** Which events may match: a function of their number. */
  mayMatch({ alternatives }: RecordFilter): (id: number) => boolean {
    if (alternatives === null) return () => true;
    const may = this.kinds.map((kind) => alternatives.some((all) => all.every((one) => mayHold(one, kind))));
    return (id) => may[this.ofEvents.at(id)] ?? true;
  }
}

function mayHold({ path, test, values }: FieldCondition, kind: Kind): boolean {
  if (!Object.hasOwn(kind, path)) return true;
  const text = kind[path];
  if (text === undefined) return test === 'exists';
  const [compared, plainTest] = test.startsWith('i') ? [text.toLowerCase(), test.slice(1)] : [text, test];
  return values.some((value) => TESTS[plainTest]?.(compared, value) ?? true);
}

const TESTS: Readonly<Record<string, (text: string, value: string) => boolean>> = {
  equals: (text, value) => text === value,
  startsWith: (text, value) => text.startsWith(value),
  endsWith: (text, value) => text.endsWith(value),
  contains: (text, value) => text.includes(value),
};
