// The rule language in the editor: colors, completion and explanations. In: the vocabulary of the worker. Out: extensions of
// CodeMirror. Untrusted text, such as values of events, only ever becomes text nodes.

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import type { Vocabulary } from '../protocol.ts';

const WORD = /[\p{L}_][\p{L}\p{Nd}_]*/u;
const KEYWORDS = new Set(['and', 'or', 'not', 'in', 'is']);
const LITERALS = new Set(['true', 'false', 'null', 'True', 'False', 'None']);

const ruleLanguage = StreamLanguage.define<{ afterDot: boolean }>({
  name: 'rule',
  startState: () => ({ afterDot: false }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    const { afterDot } = state;
    state.afterDot = false;
    if (stream.match(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/)) return 'string';
    if (stream.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return 'number';
    if (stream.match(/[\p{L}_][\p{L}\p{Nd}_]*/u))
      return wordStyle(stream.current(), afterDot, stream.match(/\s*\(/, false) !== null);
    if (stream.match(/\[\s*\*\s*\]/)) return 'operator';
    const char = stream.next();
    state.afterDot = char === '.';
    return char !== undefined && '=!<>+-*'.includes(char) ? 'operator' : 'punctuation';
  },
});

function wordStyle(word: string, afterDot: boolean, isCall: boolean | null): string {
  if (!afterDot && KEYWORDS.has(word)) return 'keyword';
  if (!afterDot && LITERALS.has(word)) return 'atom';
  return isCall ? 'macroName' : 'variableName';
}

/** Colors, completion and explanations; `vocabulary` is asked whenever they are needed. */
export function ruleSupport(vocabulary: () => Vocabulary | null): Extension {
  return [
    ruleLanguage,
    syntaxHighlighting(classHighlighter),
    autocompletion({ override: [(context) => complete(context, vocabulary())], icons: false, maxRenderedOptions: 60 }),
    hoverTooltip((view, position) => tooltipAt(view, position, vocabulary())),
  ];
}

// `field == "`, `field in ["a", "`: the values of the field that were seen.
const VALUE = /([\p{L}_][\p{L}\p{Nd}_.[\]*]*)\s*(?:==|!=|(?:not\s+)?in\s*[[(][^\])]*?)\s*(["'])([^"']*)$/u;

function complete(context: CompletionContext, vocabulary: Vocabulary | null): CompletionResult | null {
  if (vocabulary === null) return null;
  const before = context.state.sliceDoc(0, context.pos);
  const [, field, , typed = ''] = VALUE.exec(before) ?? [];
  if (field !== undefined) return completeValue(field, context.pos - typed.length, vocabulary);
  const word = context.matchBefore(/[\p{L}_][\p{L}\p{Nd}_.[\]*]*/u);
  if (word === null && !context.explicit) return null;
  const from = word?.from ?? context.pos;
  if (word?.text.startsWith('lists.')) {
    const options = vocabulary.lists.map(({ name, size }) => ({ label: `lists.${name}`, detail: `${size} values` }));
    return { from, options };
  }
  return { from, options: optionsOf(vocabulary), validFor: /^[\p{L}_][\p{L}\p{Nd}_.[\]*]*$/u };
}

function completeValue(field: string, from: number, { fields }: Vocabulary): CompletionResult | null {
  const examples = fields.find(({ name }) => name === field)?.examples ?? [];
  const options = examples.filter((value) => !/["'\\\n]/.test(value)).map((label) => ({ label, type: 'text' }));
  return options.length === 0 ? null : { from, options, validFor: /^[^"']*$/ };
}

function optionsOf({ fields, functions, predicates }: Vocabulary): Completion[] {
  return [
    ...fields.map(({ name, seen }) => ({
      ...{ label: name, type: 'property', boost: seen > 0 ? 1 : 0 },
      ...(seen > 0 && { detail: 'seen' }),
    })),
    ...predicates.map(({ name, meaning }) => ({
      label: `${name}()`,
      type: 'function',
      detail: 'predicate',
      info: meaning,
    })),
    ...functions.map(({ name, signature, summary }) => ({
      ...{ label: name, apply: `${name}(`, type: 'function', detail: signature.slice(name.length), info: summary },
    })),
    ...[...KEYWORDS, ...['true', 'false', 'null', 'any', 'all', 'count']].map((label) => ({ label, type: 'keyword' })),
  ];
}

function tooltipAt(view: EditorView, position: number, vocabulary: Vocabulary | null) {
  const { from, text } = view.state.doc.lineAt(position);
  const found = [...text.matchAll(/[\p{L}_][\p{L}\p{Nd}_]*(?:\.[\p{L}_][\p{L}\p{Nd}_]*|\[\*\])*/gu)].find(
    (match) => from + match.index <= position && position <= from + match.index + match[0].length,
  );
  const lines = found && vocabulary ? explain(found[0], vocabulary) : null;
  if (!found || lines === null) return null;
  return {
    pos: from + found.index,
    end: from + found.index + found[0].length,
    above: true,
    create: () => ({ dom: toElement(lines) }),
  };
}

/** What a word of a rule means, as lines of text; null if it is unknown. The first line is code. */
function explain(word: string, { functions, predicates, fields, lists }: Vocabulary): readonly string[] | null {
  const last = WORD.exec(word.slice(word.lastIndexOf('.') + 1))?.[0] ?? word;
  const called = functions.find(({ name, aliases }) => [name, ...aliases].includes(last));
  if (called) return [called.signature, called.summary, `Example: ${called.example}`];
  const predicate = predicates.find(({ name }) => name === word);
  if (predicate) return [`${predicate.name}()`, predicate.meaning];
  const list = lists.find(({ name }) => word === `lists.${name}`);
  if (list) return [word, `A list of ${list.size} values.`];
  const field = fields.find(({ name }) => name === word);
  if (!field) return null;
  const examples = field.examples.slice(0, 5).join(', ');
  return [word, field.seen === 0 ? 'No loaded event has this field.' : `For example: ${examples || 'no text'}`];
}

function toElement([code = '', ...lines]: readonly string[]): HTMLElement {
  const box = document.createElement('div');
  box.className = 'word-help';
  const head = document.createElement('code');
  head.textContent = code;
  const paragraphs = lines.map((line) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    return paragraph;
  });
  box.append(head, ...paragraphs);
  return box;
}
