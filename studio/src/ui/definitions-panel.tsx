// The lists and predicates of the document, and the form of the one that is open.

import type { RuleProblem } from '../protocol.ts';
import { DefinitionForm } from './definition-form.tsx';
import { type DefinitionRef, ONE } from './definitions.ts';
import { Level } from './problem-list.tsx';
import { useStore } from './store.ts';
import type { Studio, StudioState } from './studio.ts';

/** The lists and predicates. */
export function DefinitionsPanel({ studio }: { readonly studio: Studio }) {
  const state = useStore(studio.store);
  const { definition, document } = state;
  const place = definition === null ? -1 : Object.keys(document[definition.kind]).indexOf(definition.name);
  return (
    <>
      <DefinitionList studio={studio} state={state} kind="lists" title="Lists" />
      <DefinitionList studio={studio} state={state} kind="predicates" title="Predicates" />
      {definition && place >= 0 && (
        <DefinitionForm key={`${definition.kind} ${place}`} studio={studio} definition={definition} />
      )}
    </>
  );
}

interface ListProps {
  readonly studio: Studio;
  readonly state: StudioState;
  readonly kind: DefinitionRef['kind'];
  readonly title: string;
}

const NO_PROBLEMS: readonly RuleProblem[] = [];

function DefinitionList({ studio, state: { document, definition, checked }, kind, title }: ListProps) {
  const problems = checked?.[kind] ?? {};
  const isOpen = (name: string) => definition?.kind === kind && definition.name === name;
  const add = () => {
    studio.addDefinition(kind);
    requestAnimationFrame(() =>
      globalThis.document.querySelector<HTMLInputElement>('.definition-form input')?.select(),
    );
  };
  return (
    <div class="rule-list">
      <h3>
        {title}
        <button type="button" id={`add-${kind}`} onClick={add}>
          Add<span class="hidden"> a {ONE[kind]}</span>
        </button>
      </h3>
      <ul>
        {Object.entries(document[kind]).map(([name, value]) => (
          <li key={name}>
            <button
              type="button"
              class="pick"
              aria-expanded={isOpen(name)}
              onClick={() => studio.openDefinition(isOpen(name) ? null : { kind, name })}
            >
              <Level problems={Object.hasOwn(problems, name) ? (problems[name] ?? NO_PROBLEMS) : NO_PROBLEMS} /> {name}
            </button>
            {typeof value !== 'string' && <span class="count">{countOf(value.length)}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function countOf(values: number): string {
  return `${values.toLocaleString('en')} ${values === 1 ? 'value' : 'values'}`;
}
