// Reads the variables of a tfvars file: names and literal values, the only thing that Terraform accepts there. In: text. Out: an object
// by name of the variable. Throws an `HclError` with the line of what it does not accept; never guesses a value.

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
    if (kind === 'number') return Number(text);
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
      if (!['name', 'text', 'number'].includes(key.kind)) {
        throw new HclError(key.line, `expected the name of an attribute, found ${shown(key)}`);
      }
      if (this.isNext(':')) this.take();
      else this.expect('=', `expected = after ${key.text}`);
      entries.push([key.text, this.value(depth + 1)]);
      if (this.isNext(',')) this.take();
      else if (!this.isNext('}') && this.next.kind !== 'line break') {
        throw new HclError(this.next.line, `expected a comma, a line break or }, found ${shown(this.next)}`);
      }
    }
    this.take();
    return Object.fromEntries(entries);
  }
}
