// Reads the elements of a list `Records`, of any type and in any state.
// In: a window that shows text from the first element on. Out: candidates and counts, in a part builder.
// Reads exactly as long as the text is valid. After damage it finds the next record by its first key. The result does not
// depend on how the text was cut into chunks: it decides on damage only when it sees as much text as a record may have.

import { isJsonObject, type Json } from '../records/record.ts';
import { describeElement, endOfElement, endOfElementBefore, TORN } from './element.ts';
import { firstKeyOf, LONGEST_OPENING_BYTES, lastRecord, nextRecord, USUAL_FIRST_KEY } from './find-record.ts';
import { CLOSE_LIST, COMMA, charAt, NO_CHAR, OPEN_OBJECT, parseJson } from './json-text.ts';
import type { LogFileLimits } from './limits.ts';
import { hasMark, type Mark } from './marks.ts';
import { memoryOf, sampleMemoryOf } from './memory-of.ts';
import type { PartBuilder } from './part-builder.ts';
import { RecordFinder } from './record-finder.ts';
import type { TextWindow } from './text-window.ts';

/** `again`: call again. `more`: it needs another chunk, or has read to the end of the file. `end`: the list has ended. */
export type Step = 'again' | 'more' | 'end';

export class ListReader {
  private readonly window: TextWindow;
  private readonly part: PartBuilder;
  private readonly marks: readonly Mark[] | null;
  private readonly limits: LogFileLimits;
  private readonly finder: RecordFinder;
  // `lost`: the text belongs to no record, and the reader looks for the beginning of the next one.
  private state: 'element' | 'separator' | 'lost' = 'element';
  private firstKey: string | null = null;
  // Up to this offset in the file the text is damaged: an element there ends at the latest where the next record begins.
  private damagedUntil = 0;
  private stateAfterDamage: 'element' | 'separator' | 'lost' = 'element';
  // Beginning of the next record in the damaged text; an offset in the file.
  private nextStart = 0;
  // Elements that were parsed together and are not in a part yet.
  private parsed: readonly Json[] = [];
  private parsedTaken = 0;
  private bytesEach = 0;
  private noBatchUntil = 0;

  constructor(window: TextWindow, part: PartBuilder, marks: readonly Mark[] | null, limits: LogFileLimits) {
    this.window = window;
    this.part = part;
    this.marks = marks;
    this.limits = limits;
    this.finder = finderOf(marks);
  }

  /** Begins a list; `window.at` is after its bracket. */
  begin(): void {
    this.state = 'element';
  }

  /** Begins to look for the next record, because the text belongs to none. */
  lose(): void {
    this.state = 'lost';
  }

  /** Reads on. Stops early when a part is full. */
  step(): Step {
    if (this.parsedTaken < this.parsed.length) return this.takeParsed();
    if (this.state === 'lost') return this.findRecord();
    return this.state === 'element' ? this.readElements() : this.readSeparator();
  }

  private more(): Step {
    return this.window.grow() ? 'again' : 'more';
  }

  private readElements(): Step {
    const { window } = this;
    const isDamaged = window.offset < this.damagedUntil;
    if (!isDamaged) {
      if (this.readBatch()) return 'again';
      const step = this.readObjects();
      if (step !== null) return step;
    }
    window.skipSpace();
    if (window.char === NO_CHAR) return this.more();
    if (window.char !== CLOSE_LIST) return this.readElement(isDamaged);
    window.at++;
    return 'end';
  }

  // The usual case: whole objects with the comma or bracket after them. Null if what follows is something else.
  private readObjects(): Step | null {
    const { window, part, limits } = this;
    this.firstKey ??= this.firstKeyAhead();
    if (this.firstKey === null) return null;
    const { candidates, others, stop, isTorn, isFull } = this.finder.find(window, limits.maxRecordBytes);
    for (const candidate of candidates) {
      part.addOthers(candidate.others);
      window.at = candidate.start;
      const step = this.takeObject(candidate.start, candidate.end);
      if (step !== null) return step;
      window.at = candidate.end;
      if (part.isFull) return this.expectSeparator();
    }
    part.addOthers(others);
    window.at = stop;
    if (isFull) return 'again';
    const mayEndLater = !window.isLast && window.rest <= limits.maxRecordBytes;
    return window.rest === 0 || (isTorn && mayEndLater) ? this.more() : null;
  }

  private expectSeparator(): Step {
    this.state = 'separator';
    return 'again';
  }

  // Parsing many records together is faster. The cut between two records is a guess, but if the text before it is valid
  // between brackets, it is a sequence of whole elements.
  private readBatch(): boolean {
    const { window } = this;
    if (window.offset < this.noBatchUntil || !(this.marks === null || this.part.isDense)) return false;
    this.firstKey ??= this.firstKeyAhead();
    const bytes = this.batchAhead();
    const cut = this.firstKey === null ? -1 : bytes.lastIndexOf(`},{${this.firstKey}`);
    const elements = cut < 0 ? undefined : parseJson(`[${bytes.toString('utf8', 0, cut + 1)}]`);
    if (!Array.isArray(elements)) {
      this.noBatchUntil = window.offset + bytes.length;
      return false;
    }
    this.parsed = elements;
    this.parsedTaken = 0;
    this.bytesEach = sampleMemoryOf(bytes, cut) / elements.length;
    window.skip(cut + 2);
    return true;
  }

  private firstKeyAhead(): string | null {
    const { window } = this;
    window.skipSpace();
    return firstKeyOf(window.ahead.toString('latin1', 0, 1024));
  }

  // Larger batches are faster, but only ordinary text may be parsed in large ones.
  private batchAhead(): Buffer {
    const { maxRecordBytes, maxRecordMemory, batchBytes } = this.limits;
    const bytes = this.window.ahead.subarray(0, maxRecordBytes);
    return sampleMemoryOf(bytes, bytes.length) > maxRecordMemory ? bytes.subarray(0, batchBytes) : bytes;
  }

  private takeParsed(): Step {
    while (this.parsedTaken < this.parsed.length && !this.part.isFull) {
      const element = this.parsed[this.parsedTaken++] as Json;
      if (isJsonObject(element)) this.part.addCandidate(element, this.bytesEach);
      else this.part.addBroken(() => describeElement(JSON.stringify(element)));
    }
    if (this.parsedTaken === this.parsed.length) this.parsed = [];
    if (this.parsed.length === 0) this.parsedTaken = 0;
    return 'again';
  }

  private readElement(isDamaged: boolean): Step {
    const { window, limits } = this;
    const { text, at } = window;
    const boundary = isDamaged ? this.nextBoundary() : text.length;
    const end = isDamaged
      ? endOfElementBefore(text, at, boundary, window.isLast)
      : endOfElement(text, at, window.isLast);
    if (end !== TORN && end - at <= limits.maxRecordBytes) return this.takeElement(at, end, isDamaged);
    if (isDamaged) return this.dropElement(boundary);
    if (text.length - at <= limits.maxRecordBytes && !window.isLast) return this.more();
    this.noteDamage();
    return 'again';
  }

  private takeElement(at: number, end: number, isDamaged: boolean): Step {
    const { window, part, marks } = this;
    if (end === at) return this.takeDelimiter();
    if (charAt(window.text, at) !== OPEN_OBJECT) part.addBroken(() => describeElement(window.text.slice(at, end)));
    else if (!isDamaged && marks !== null && !hasMark(marks, window.text.slice(at, end))) part.addOthers(1);
    else {
      const step = this.takeObject(at, end);
      if (step !== null) return step;
    }
    this.firstKey ??= firstKeyOf(window.text.slice(at, end));
    window.at = end;
    return this.expectSeparator();
  }

  // Null if the reader can go on behind the object. One that does not parse may have swallowed others, if a brace or quote of it is
  // missing.
  private takeObject(at: number, end: number): Step | null {
    if (this.takeCandidate(at, end)) return null;
    const { window } = this;
    this.firstKey ??= firstKeyOf(window.text.slice(at, end));
    if (nextRecord(window.text.slice(0, end), at + 1, this.firstKey ?? USUAL_FIRST_KEY) < end) {
      this.damagedUntil = window.offset + end - at;
      this.stateAfterDamage = 'separator';
      return 'again';
    }
    this.part.addBroken('is not valid JSON');
    return null;
  }

  // False if it does not parse.
  private takeCandidate(at: number, end: number): boolean {
    const { window, part, limits } = this;
    const memory = memoryOf(window.shown.subarray(at, end));
    if (memory > limits.maxRecordMemory) {
      part.addBroken('has too many values for its size');
      return true;
    }
    const record = parseJson(window.decode(at, end));
    if (isJsonObject(record)) part.addCandidate(record, memory);
    return isJsonObject(record);
  }

  // A comma without an element before it, or a char that cannot begin one.
  private takeDelimiter(): Step {
    const isComma = this.window.char === COMMA;
    this.part.addBroken(isComma ? 'is missing' : 'is not valid JSON');
    if (isComma) this.window.at++;
    else this.state = 'lost';
    return 'again';
  }

  private dropElement(boundary: number): Step {
    const { window } = this;
    this.part.addBroken(() => `does not end within ${boundary - window.at} bytes`);
    window.at = boundary;
    if (window.offset >= this.damagedUntil) this.state = this.stateAfterDamage;
    return 'again';
  }

  private readSeparator(): Step {
    const { window } = this;
    window.skipSpace();
    const { char } = window;
    if (char === NO_CHAR) return this.more();
    if (char === COMMA) window.at++;
    else if (char !== CLOSE_LIST) this.part.addBroken('is text that belongs to no record');
    this.state = char === COMMA || char === CLOSE_LIST || char === OPEN_OBJECT ? 'element' : 'lost';
    return 'again';
  }

  private findRecord(): Step {
    const { window } = this;
    const { text } = window;
    const brace = nextRecord(text, window.at, this.firstKey ?? USUAL_FIRST_KEY);
    if (brace < text.length) {
      window.at = brace;
      this.state = 'element';
      return 'again';
    }
    window.at = window.isLast ? text.length : Math.max(window.at, text.length - LONGEST_OPENING_BYTES);
    return this.more();
  }

  // The current element does not end within the longest record. To look this far again for the next one, and so on, would
  // take time without a bound, so all elements up to the last record in this text are read as damaged ones.
  private noteDamage(): void {
    const { window, limits } = this;
    const text = window.text.slice(window.at, window.at + limits.maxRecordBytes);
    this.firstKey ??= firstKeyOf(text);
    const isRest = window.isLast && window.text.length - window.at <= limits.maxRecordBytes;
    const last = isRest ? text.length : lastRecord(text, this.firstKey ?? USUAL_FIRST_KEY);
    // Without a record in it, the text may still end with half of what opens one.
    this.damagedUntil = window.offset + (last > 0 ? last : text.length - LONGEST_OPENING_BYTES);
    this.stateAfterDamage = last > 0 ? 'element' : 'lost';
  }

  private nextBoundary(): number {
    const { window } = this;
    const base = window.offset - window.at;
    if (this.nextStart <= window.offset || this.nextStart > this.damagedUntil) {
      const damaged = window.text.slice(0, this.damagedUntil - base);
      this.nextStart = base + nextRecord(damaged, window.at + 1, this.firstKey ?? USUAL_FIRST_KEY);
    }
    return this.nextStart - base;
  }
}

const finders = new WeakMap<readonly Mark[], RecordFinder>();
let finderOfAll: RecordFinder | undefined;

// A finder keeps memory, so there is one for each filter instead of one for each file.
function finderOf(marks: readonly Mark[] | null): RecordFinder {
  if (marks === null) {
    finderOfAll ??= new RecordFinder(null);
    return finderOfAll;
  }
  const known = finders.get(marks) ?? new RecordFinder(marks);
  finders.set(marks, known);
  return known;
}
