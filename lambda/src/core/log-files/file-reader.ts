// Reads the raw text of a log file, in chunks of any size: walks the keys of the document, reads every list `Records`, and
// skips everything else. In: chunks in order. Out: parts, which add up to the file.
// The order and repetition of keys do not matter. Throws `LogFileError` if there is no list `Records`.

import type { RecordFilter } from '../records/record-filter.ts';
import {
  CLOSE_OBJECT,
  COLON,
  COMMA,
  charAt,
  endOfString,
  NO_CHAR,
  OPEN_LIST,
  OPEN_OBJECT,
  parseJson,
  QUOTE,
  skipSpace,
} from './json-text.ts';
import type { LogFileLimits } from './limits.ts';
import { ListReader } from './list-reader.ts';
import { type LogFile, LogFileError } from './log-file.ts';
import { marksOf } from './marks.ts';
import { PartBuilder } from './part-builder.ts';
import { ValueSkipper } from './skip-value.ts';
import { TextWindow } from './text-window.ts';

const KEYS_SHOWN = 5;
// What is before the list is read as text. To convert a whole window into text takes longer than to search its bytes.
const BEGINNING_BYTES = 1024;
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

export class FileReader {
  private readonly window: TextWindow;
  private readonly part: PartBuilder;
  private readonly list: ListReader;
  private readonly limits: LogFileLimits;
  private state: 'start' | 'keys' | 'colon' | 'value' | 'skip' | 'list' | 'tail' = 'start';
  private key = '';
  private readonly keys: string[] = [];
  private skipper = new ValueSkipper();
  private foundList = false;
  private otherRecords = 0;

  constructor(filter: RecordFilter, limits: LogFileLimits) {
    const marks = marksOf(filter);
    this.limits = limits;
    this.window = new TextWindow(limits.windowBytes, Math.min(limits.windowBytes, BEGINNING_BYTES));
    this.part = new PartBuilder(limits);
    this.list = new ListReader(this.window, this.part, marks, limits);
  }

  /** Reads a chunk. Yields a part whenever one is full; the rest waits for `take` or `finish`. */
  *read(chunk: Buffer): Generator<LogFile> {
    this.window.add(chunk);
    yield* this.run();
  }

  /** What was read since the last part. */
  take(): LogFile {
    return this.part.take();
  }

  /** Reads the rest after the last chunk. Yields at least one part. Throws `LogFileError` if the text is not a log file. */
  *finish(): Generator<LogFile> {
    this.window.end();
    yield* this.run();
    this.checkEnd();
    yield this.part.take();
  }

  private *run(): Generator<LogFile> {
    while (this.step()) if (this.part.isFull) yield this.part.take();
  }

  private step(): boolean {
    if (this.state === 'list') return this.readList();
    if (this.state === 'skip') return this.skipValue();
    const { window } = this;
    if (this.state === 'start' && window.offset === 0 && !this.skipByteOrderMark()) return window.grow();
    window.at = skipSpace(window.text, window.at);
    const char = charAt(window.text, window.at);
    if (char === NO_CHAR) return window.grow();
    return this.readChar(char);
  }

  // False if there is too little text to decide.
  private skipByteOrderMark(): boolean {
    const { window } = this;
    if (window.text.length < BYTE_ORDER_MARK.length && !window.isLast) return false;
    if (window.text.startsWith(BYTE_ORDER_MARK)) window.at = BYTE_ORDER_MARK.length;
    return true;
  }

  private readChar(char: number): boolean {
    switch (this.state) {
      case 'start':
        return this.open(char);
      case 'keys':
        return this.readKey(char);
      case 'colon':
        return char === COLON ? this.goOn('value') : this.loseTrack();
      case 'value':
        return this.beginValue(char);
      default:
        return this.foundList ? this.loseTrack() : this.fail();
    }
  }

  private goOn(state: 'keys' | 'value' | 'tail' | 'list'): boolean {
    this.window.at++;
    this.state = state;
    return true;
  }

  private open(char: number): boolean {
    if (char === OPEN_OBJECT) return this.goOn('keys');
    if (char === OPEN_LIST) throw new LogFileError('no_records', 'JSON without a list "Records": it is a list');
    return this.fail();
  }

  private readKey(char: number): boolean {
    if (char === CLOSE_OBJECT) return this.goOn('tail');
    if (char === COMMA) return this.goOn('keys');
    if (char !== QUOTE) return this.loseTrack();
    const { window, limits } = this;
    const { text, at } = window;
    const end = endOfString(text, at);
    if (end > text.length) {
      if (text.length - at <= limits.maxRecordBytes && !window.isLast) return window.grow();
      return this.loseTrack();
    }
    const key = parseJson(window.decode(at, end));
    if (typeof key !== 'string') return this.loseTrack();
    this.key = key;
    if (this.keys.length < KEYS_SHOWN) this.keys.push(key.slice(0, 200));
    window.at = end;
    this.state = 'colon';
    return true;
  }

  private beginValue(char: number): boolean {
    if (this.key === 'Records' && char === OPEN_LIST) {
      this.foundList = true;
      this.list.begin();
      return this.goOn('list');
    }
    if (this.key === 'Records') this.otherRecords++;
    this.skipper = new ValueSkipper();
    this.state = 'skip';
    return true;
  }

  private skipValue(): boolean {
    const { window, skipper } = this;
    window.at = skipper.skip(window.text, window.at);
    if (!skipper.done) return window.grow();
    this.state = 'keys';
    return true;
  }

  private readList(): boolean {
    const step = this.list.step();
    if (step === 'end') this.state = 'keys';
    return step !== 'more';
  }

  // The text is not JSON here. Records may follow it all the same.
  private loseTrack(): boolean {
    if (!this.foundList) return this.fail();
    this.part.addBroken('is text outside of the document');
    const isObject = charAt(this.window.text, this.window.at) === OPEN_OBJECT;
    if (isObject && this.state === 'keys') this.list.begin();
    else this.list.lose();
    if (isObject && this.state !== 'keys') this.window.at++;
    this.state = 'list';
    return true;
  }

  private fail(): never {
    if (this.state === 'tail') throw this.withoutRecords();
    throw new LogFileError('not_json', `not valid JSON at byte ${this.window.offset}`);
  }

  private withoutRecords(): LogFileError {
    const keys = this.keys.join(', ').slice(0, 200);
    const found = keys === '' ? 'it is empty' : `its keys are ${keys}`;
    return new LogFileError('no_records', `JSON without a list "Records": ${found}`);
  }

  private checkEnd(): void {
    if (!this.foundList) this.fail();
    if (['colon', 'value', 'skip'].includes(this.state)) this.part.addBroken('is text outside of the document');
    for (let index = 0; index < this.otherRecords; index++) this.part.addBroken('is a "Records" that is not a list');
  }
}
