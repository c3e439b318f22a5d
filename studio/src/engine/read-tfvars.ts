// Reads the variables of a tfvars file: names and literal values. In: text. Out: an object by name of the variable. Terraform also evaluates
// constant expressions there, such as `60 * 60`. They are refused, as on the command line: throws an `HclError` with the line, and never guesses
// a value.

import type { Json, JsonObject } from '../../../lambda/src/core/records/record.ts';
import { HclError, type HclToken, hclTokens } from './hcl-tokens.ts';

const DEEPEST = 100;
const WORDS = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** The variables of a file. */
export function readTfvars(source: string): JsonObject {
  const reader = new Reader(hclTokens(source));
  const variables = new Map<string, Json>();
  for (reader.skipLineBreaks(); reader.next.kind !== 'end'; reader.skipLineBreaks()) {
    const { kind, text: name, line } = reader.take();
    if (kind !== 'name')
      throw new HclError(line, `expected the name of a variable, found ${shown({ kind, text: name })}`);
    reader.expect('=', `expected = after ${name}`);
    if (variables.has(name)) throw new HclError(line, `the variable ${name} has a value already`);
    variables.set(name, reader.value(0));
    if (!['line break', 'end'].includes(reader.next.kind)) {
      throw new HclError(reader.next.line, `expected a line break, found ${shown(reader.next)}`);
    }
  }
  return Object.fromEntries(variables);
}

function shown({ kind, text }: Pick<HclToken, 'kind' | 'text'>): string {
  return kind === 'end' || kind === 'line break'
    ? `the ${kind === 'end' ? 'end of the file' : kind}`
    : JSON.stringify(text);
}

// Terraform keeps more digits than JSON has.
function exactNumber({ text, line }: HclToken): number {
  const value = Number(text);
  const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!isExact) throw new HclError(line, `the number ${text} is too large; write it in quotes`);
  return value;
}

// Terraform writes the number of a name without an exponent and without zeros at its end.
function numberKey(key: HclToken): string {
  const name = String(exactNumber(key));
  if (name.includes('e')) throw new HclError(key.line, `write the name ${key.text} in quotes`);
  return name;
}

class Reader {
  private readonly tokens: readonly HclToken[];
  private at = 0;

  constructor(tokens: readonly HclToken[]) {
    this.tokens = tokens;
  }

  get next(): HclToken {
    return this.tokens[this.at] as HclToken;
  }

  take(): HclToken {
    const token = this.next;
    if (token.kind !== 'end') this.at++;
    return token;
  }

  isNext(sign: string): boolean {
    return this.next.kind === 'sign' && this.next.text === sign;
  }

  expect(sign: string, problem: string): void {
    if (!this.isNext(sign)) throw new HclError(this.next.line, `${problem}, found ${shown(this.next)}`);
    this.take();
  }

  skipLineBreaks(): void {
    while (this.next.kind === 'line break') this.take();
  }

  value(depth: number): Json {
    const token = this.take();
    const { kind, text, line } = token;
    if (depth > DEEPEST) throw new HclError(line, 'the value is nested too deeply');
    if (kind === 'text') return text;
    if (kind === 'number') return exactNumber(token);
    if (kind === 'sign' && text === '-' && this.next.kind === 'number') return 0 - exactNumber(this.take());
    if (kind === 'name' && WORDS.has(text)) return WORDS.get(text) ?? null;
    if (kind === 'sign' && text === '[') return this.list(depth);
    if (kind === 'sign' && text === '{') return this.object(depth);
    const what =
      kind === 'name' ? `${text} is an expression; write its value` : `expected a value, found ${shown(token)}`;
    throw new HclError(line, what);
  }

  // Line breaks have no meaning in a list.
  private list(depth: number): Json[] {
    const items: Json[] = [];
    for (this.skipLineBreaks(); !this.isNext(']'); this.skipLineBreaks()) {
      items.push(this.value(depth + 1));
      this.skipLineBreaks();
      if (!this.isNext(']')) this.expect(',', 'expected , or ]');
    }
    this.take();
    return items;
  }

  // Elements end with a comma or a line break.
  private object(depth: number): JsonObject {
    const entries: [string, Json][] = [];
    for (this.skipLineBreaks(); !this.isNext('}'); this.skipLineBreaks()) {
      const key = this.take();
      if (entries.length === 0 && key.kind === 'name' && key.text === 'for') {
        throw new HclError(key.line, 'a first name for starts an expression; write "for" in quotes');
      }
      if (!['name', 'text', 'number'].includes(key.kind)) {
        throw new HclError(key.line, `expected the name of an attribute, found ${shown(key)}`);
      }
      if (this.isNext(':')) this.take();
      else this.expect('=', `expected = after ${key.text}`);
      entries.push([key.kind === 'number' ? numberKey(key) : key.text, this.value(depth + 1)]);
      if (this.isNext(',')) this.take();
      else if (!this.isNext('}') && this.next.kind !== 'line break') {
        throw new HclError(this.next.line, `expected a comma, a line break or }, found ${shown(this.next)}`);
      }
    }
    this.take();
    return Object.fromEntries(entries);
  }
}
