// The form of a list or predicate: its name, its values or its expression, and where it is used.

import { useState } from 'preact/hooks';
import type { RuleProblem } from '../protocol.ts';
import { type DefinitionRef, nameProblem, ONE, withList, withPredicate } from './definitions.ts';
import { listToText, textToList } from './list-text.ts';
import { ProblemList } from './problem-list.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { useStore } from './store.ts';
import type { Studio } from './studio.ts';

const NO_PROBLEMS: readonly RuleProblem[] = [];

interface Props {
  readonly studio: Studio;
  readonly definition: DefinitionRef;
}

/** The form of a list or predicate. */
export function DefinitionForm({ studio, definition }: Props) {
  const { kind, name } = definition;
  const remove = () => {
    studio.removeDefinition(definition);
    document.getElementById(`add-${kind}`)?.focus();
  };
  return (
    <form
      class="rule-form definition-form"
      aria-label={`${kind === 'lists' ? 'List' : 'Predicate'} ${name}`}
      onSubmit={(event) => event.preventDefault()}
    >
      <NameField studio={studio} definition={definition} />
      {kind === 'lists' ? <Values studio={studio} name={name} /> : <Condition studio={studio} name={name} />}
      <Use studio={studio} definition={definition} />
      <button type="button" class="danger" onClick={remove}>
        Remove {name}
      </button>
    </form>
  );
}

// A name counts when it is complete, because rules are changed with it.
function NameField({ studio, definition }: Props) {
  const { document } = useStore(studio.store);
  const [draft, setDraft] = useState<string | null>(null);
  const problem = draft === null ? null : nameProblem(document, definition, draft.trim());
  const commit = (text: string) => {
    const name = text.trim();
    if (nameProblem(document, definition, name) !== null) return;
    setDraft(null);
    if (name !== definition.name) studio.renameDefinition(definition, name);
  };
  return (
    <>
      <label class="field">
        Name
        <input
          value={draft ?? definition.name}
          spellcheck={false}
          aria-invalid={problem !== null}
          aria-describedby="definition-name-problem"
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
          onChange={({ currentTarget }) => commit(currentTarget.value)}
          onKeyDown={({ key }) => key === 'Escape' && setDraft(null)}
        />
      </label>
      <p id="definition-name-problem" class="error problem-list" aria-live="polite">
        {problem}
      </p>
    </>
  );
}

interface FieldProps {
  readonly studio: Studio;
  readonly name: string;
}

function Values({ studio, name }: FieldProps) {
  const { document, checked } = useStore(studio.store);
  const values = document.lists[name] ?? [];
  const [draft, setDraft] = useState('');
  // The draft may have empty lines, which are no values. It no longer applies when the values change elsewhere, for example by undo.
  const read = textToList(draft);
  const isCurrent = JSON.stringify(read.values) === JSON.stringify(values);
  const change = (text: string) => {
    setDraft(text);
    studio.change(withList(studio.store.get().document, name, textToList(text).values), `list ${name}`);
  };
  const broken = isCurrent ? read.problems : [];
  return (
    <>
      <label class="field is-tall">
        Values
        <textarea
          rows={Math.min(12, Math.max(3, values.length + 1))}
          value={isCurrent ? draft : listToText(values)}
          placeholder="One on each line"
          spellcheck={false}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      </label>
      <ProblemList text="" problems={[...(checked?.lists[name] ?? NO_PROBLEMS), ...broken.map(toProblem)]} />
    </>
  );
}

function toProblem(message: string): RuleProblem {
  return { level: 'warning', code: 'quote', message, hint: null, range: null };
}

function Condition({ studio, name }: FieldProps) {
  const { document, checked, vocabulary } = useStore(studio.store);
  const expression = document.predicates[name] ?? '';
  const problems = checked?.predicates[name] ?? NO_PROBLEMS;
  const change = (text: string) =>
    studio.change(withPredicate(studio.store.get().document, name, text), `predicate ${name}`);
  return (
    <>
      <RuleEditor
        label={`Expression of ${name}`}
        text={expression}
        problems={problems}
        vocabulary={vocabulary}
        onChange={change}
      />
      <ProblemList text={expression} problems={problems} />
    </>
  );
}

function Use({ studio, definition }: Props) {
  const { kind, name } = definition;
  useStore(studio.store);
  const users = studio.usersOf(definition);
  const example = kind === 'lists' ? `userIdentity.userName in lists.${name}` : `${name}() and not readOnly`;
  return (
    <p class="dim note">
      {users.length === 0 ? (
        <>
          No rule uses this {ONE[kind]} yet. Write <code>{example}</code>
        </>
      ) : (
        `Used by ${users.join(', ')}.`
      )}
    </p>
  );
}
