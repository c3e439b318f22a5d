// JSON for people. In: any value of an event. Out: indented JSON text without invisible characters and without Slack
// markup; it is valid JSON unless it is cut. Depth, width and length are limited for any input.

import { isJsonObject, type Json } from '../records/record.ts';
import { HIDDEN, spellOut } from './visible-text.ts';

const DEEPEST = 24;
const LONGEST_TEXT = 1_000;
const MOST_VALUES = 1_000;
const INVISIBLE_OR_MARKUP = new RegExp(
  String.raw`[\u007f-\u009f${'`'}]|@(?=(?:channel|here|everyone)\b)|${HIDDEN}`,
  'giu',
);

/**
 * Indented JSON of a value. Long strings and deep or wide parts are shortened and marked; session tokens are omitted. With
 * `unfold`, a string that contains a JSON object or list, such as a policy, is shown as that.
 */
export function jsonText(value: Json, strings: 'unfold' | 'as-recorded' = 'as-recorded'): string {
  const budget = { values: MOST_VALUES, unfold: strings === 'unfold' };
  return layOut(shorten(value, DEEPEST, budget), '').replace(INVISIBLE_OR_MARKUP, spellOut);
}

const WIDTH = 88;

// A value that fits on one line is not broken, so that a message shows more before it is cut.
function layOut(value: Json, indent: string): string {
  const inline = onOneLine(value);
  if (value === null || typeof value !== 'object' || indent.length + inline.length <= WIDTH) return inline;
  const inner = `${indent}  `;
  const [open, close] = isJsonObject(value) ? ['{', '}'] : ['[', ']'];
  const items = isJsonObject(value)
    ? Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${layOut(child, inner)}`)
    : (value as readonly Json[]).map((child) => layOut(child, inner));
  return `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`;
}

function onOneLine(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (!isJsonObject(value)) return `[${(value as readonly Json[]).map(onOneLine).join(', ')}]`;
  const entries = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${onOneLine(child)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

interface Budget {
  values: number;
  readonly unfold: boolean;
}

function shorten(recorded: Json, depth: number, budget: Budget): Json {
  budget.values--;
  const value = budget.unfold && typeof recorded === 'string' ? unfolded(recorded) : recorded;
  if (typeof value === 'string') return shortenText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth === 0 || budget.values <= 0) return '… omitted';
  if (!isJsonObject(value)) return shortenList(value as readonly Json[], depth, budget);
  const entries: [string, Json][] = [];
  for (const [key, child] of Object.entries(value)) {
    if (budget.values <= 0) {
      entries.push(['…', 'more omitted']);
      break;
    }
    const shown = key === 'sessionToken' ? '… omitted' : child;
    entries.push([shortenText(key), shorten(shown, depth - 1, budget)]);
  }
  return Object.fromEntries(entries);
}

function shortenList(list: readonly Json[], depth: number, budget: Budget): Json {
  const kept: Json[] = [];
  for (const item of list) {
    if (budget.values <= 0) return [...kept, `… ${list.length - kept.length} more omitted`];
    kept.push(shorten(item, depth - 1, budget));
  }
  return kept;
}

const LONGEST_UNFOLDED = 20_000;

// Responses of IAM contain policies in URL encoding.
function unfolded(text: string): Json {
  if (text.length > LONGEST_UNFOLDED || !/^\s*[{[]|^%[57]B/.test(text)) return text;
  try {
    return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text) as Json;
  } catch {
    // It only begins like JSON, so it is shown as recorded.
    return text;
  }
}

function shortenText(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `${text.slice(0, LONGEST_TEXT - 200)}… (${text.length} characters)`;
}
