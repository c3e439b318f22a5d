// The editor of one expression: CodeMirror with the problems that the worker found. Tab leaves the editor, so that a keyboard is
// never caught in it.

import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, tooltips } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { RuleProblem, Vocabulary } from '../protocol.ts';
import { ruleSupport } from './rule-language.ts';

interface Props {
  readonly label: string;
  readonly text: string;
  readonly problems: readonly RuleProblem[];
  readonly vocabulary: Vocabulary | null;
  readonly onChange: (text: string) => void;
}

/** An editor with a label for screen readers. */
export function RuleEditor(props: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (host.current === null) return;
    const created = createEditor(host.current, latest);
    view.current = created;
    return () => created.destroy();
  }, []);
  // Before anything else is typed, so that this never replaces newer text by the text of an earlier rendering.
  useLayoutEffect(() => {
    if (view.current && view.current.state.doc.toString() !== props.text) replaceText(view.current, props.text);
  }, [props.text]);
  useEffect(() => {
    if (view.current) showProblems(view.current, props.problems);
  }, [props.problems]);
  useEffect(() => view.current?.dispatch({ effects: LABEL.reconfigure(labelled(props.label)) }), [props.label]);
  return <div class="editor" ref={host} />;
}

// What is edited can get another name.
const LABEL = new Compartment();
const labelled = (label: string) => EditorView.contentAttributes.of({ 'aria-label': label });

function createEditor(parent: HTMLElement, latest: { readonly current: Props }): EditorView {
  const { label, text } = latest.current;
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        ruleSupport(() => latest.current.vocabulary),
        history(),
        bracketMatching(),
        closeBrackets(),
        lintGutter(),
        tooltips({ position: 'fixed' }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        EditorView.lineWrapping,
        LABEL.of(labelled(label)),
        EditorView.updateListener.of(({ docChanged, state }) => {
          const changed = state.doc.toString();
          if (docChanged && changed !== latest.current.text) latest.current.onChange(changed);
        }),
      ],
    }),
  });
}

function replaceText(view: EditorView, text: string): void {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

function showProblems(view: EditorView, problems: readonly RuleProblem[]): void {
  const end = view.state.doc.length;
  const diagnostics = problems.flatMap(({ range, level, code, message, hint }): Diagnostic[] =>
    range === null
      ? []
      : [
          {
            ...{ from: Math.min(range.start, end), to: Math.min(range.end, end), severity: level },
            message: `${message}${hint === null ? '' : `\nHint: ${hint}`}`,
            source: code,
          },
        ],
  );
  view.dispatch(setDiagnostics(view.state, diagnostics));
}
