// Every event that was loaded: its JSON as bytes, and what the list shows in columns. In: records. Out: records and facts by number.
// Bounded: `add` refuses what is too much for a browser.

import { accountOf } from '../../../lambda/src/core/records/account.ts';
import { actorOf } from '../../../lambda/src/core/records/actor.ts';
import { withinDepth } from '../../../lambda/src/core/records/depth.ts';
import { eventMsOf } from '../../../lambda/src/core/records/event-time.ts';
import { failureOf } from '../../../lambda/src/core/records/failure.ts';
import { textAt } from '../../../lambda/src/core/records/field-path.ts';
import type { CloudTrailRecord } from '../../../lambda/src/core/records/record.ts';
import { shortened } from '../../../lambda/src/core/render/shortened.ts';
import { doubles, TextNumbers, words } from './columns.ts';
import { EventKinds } from './event-kinds.ts';
import { Slices } from './slices.ts';

/** What a browser tab has memory for, and how many rows the tallest element that every browser supports has room for. */
export const MOST_BYTES = 600_000_000;
export const MOST_EVENTS = 600_000;
const LONGEST_TEXT = 200;

/** The texts of an event that the list shows and searches. */
export const TEXT_FIELDS = ['name', 'service', 'actor', 'region', 'account', 'error', 'file'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

export class EventStore {
  readonly kinds = new EventKinds();
  private readonly slices = new Slices();
  private readonly times = doubles();
  private readonly texts = new TextNumbers();
  private readonly columns = new Map(TEXT_FIELDS.map((field) => [field, words()]));

  get length(): number {
    return this.times.length;
  }

  /** The size of all records as JSON. */
  get bytes(): number {
    return this.slices.bytes;
  }

  get isFull(): boolean {
    return this.length >= MOST_EVENTS || this.bytes >= MOST_BYTES;
  }

  /** Adds a record of a file. */
  add(record: CloudTrailRecord, file: string): void {
    this.slices.add(toJson(record));
    this.times.push(eventMsOf(record) ?? Number.NaN);
    this.kinds.add(record);
    const texts = textsOf(record, file);
    for (const field of TEXT_FIELDS)
      this.columns.get(field)?.push(this.texts.numberOf(shortened(texts[field], LONGEST_TEXT)));
  }

  recordAt(id: number): CloudTrailRecord {
    return JSON.parse(this.slices.at(id)) as CloudTrailRecord;
  }

  /** In milliseconds since the epoch; NaN if the record has no valid time. */
  timeAt(id: number): number {
    return this.times.at(id);
  }

  textOf(id: number, field: TextField): string {
    return this.texts.textOf(this.textNumberAt(id, field));
  }

  /** The number of a text: equal for equal texts. */
  textNumberAt(id: number, field: TextField): number {
    return this.columns.get(field)?.at(id) ?? 0;
  }

  /** For each text, by its number, whether it contains what is sought, without regard to case. */
  textsWith(sought: string): Uint8Array {
    const small = sought.toLowerCase();
    return Uint8Array.from({ length: this.texts.size }, (_, number) =>
      this.texts.textOf(number).toLowerCase().includes(small) ? 1 : 0,
    );
  }
}

// A record can be nested deeper than `JSON.stringify` supports.
function toJson(record: CloudTrailRecord): string {
  try {
    return JSON.stringify(record);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return JSON.stringify(withinDepth(record));
  }
}

function textsOf(record: CloudTrailRecord, file: string): Record<TextField, string> {
  const failure = failureOf(record);
  return {
    name: textAt(record, 'eventName') ?? '',
    service: (textAt(record, 'eventSource') ?? '').replace(/\.amazonaws\.com$/, ''),
    actor: actorOf(record).name,
    region: textAt(record, 'awsRegion') ?? '',
    account: accountOf(record, null),
    error: failure === null ? '' : (failure.code ?? failure.message ?? 'Failure'),
    file,
  };
}
