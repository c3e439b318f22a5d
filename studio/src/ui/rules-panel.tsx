// Packs, the rules of the document, and the selected rule.

import type { CheckedRules, RuleRef } from '../protocol.ts';
import { DefinitionsPanel } from './definitions-panel.tsx';
import { Count, Packs } from './packs.tsx';
import { Level } from './problem-list.tsx';
import { nameOf, ruleAt } from './rule-document.ts';
import { RuleFiles } from './rule-files.tsx';
import { RuleForm } from './rule-form.tsx';
import { useStore } from './store.ts';
import type { Studio, StudioState } from './studio.ts';

/** The left column. */
export function RulesPanel({ studio }: { readonly studio: Studio }) {
  const state = useStore(studio.store);
  return (
    <section class="panel rules" aria-labelledby="rules-title">
      <Heading studio={studio} state={state} />
      <Packs studio={studio} />
      <RuleList studio={studio} state={state} list="rules" title="Your rules" />
      <RuleList studio={studio} state={state} list="ignore_rules" title="Ignore rules" />
      <SettingsProblems checked={state.checked} />
      <Remarks remarks={state.remarks} />
      {state.selected && ruleAt(state.document, state.selected) && (
        <RuleForm key={`${state.selected.list} ${state.selected.index}`} studio={studio} selected={state.selected} />
      )}
      <DefinitionsPanel studio={studio} />
      <RuleFiles studio={studio} />
    </section>
  );
}

interface Props {
  readonly studio: Studio;
  readonly state: StudioState;
}

function Heading({ studio, state: { canUndo, canRedo } }: Props) {
  return (
    <div class="heading">
      <h2 id="rules-title">Rules</h2>
      <button type="button" disabled={!canUndo} title="Ctrl+Z" onClick={() => studio.undo()}>
        Undo
      </button>
      <button type="button" disabled={!canRedo} title="Ctrl+Shift+Z" onClick={() => studio.redo()}>
        Redo
      </button>
    </div>
  );
}

const NEW_RULES = {
  rules: { expression: 'eventName == "ConsoleLogin"' },
  ignore_rules: { expression: 'userIdentity.type == "AWSService"' },
} as const;

function RuleList({ studio, state, list, title }: Props & { readonly list: RuleRef['list']; readonly title: string }) {
  const { document, checked, decided, selected } = state;
  const isIgnoreRule = list === 'ignore_rules';
  const countOf = (name: string) =>
    decided?.rules.find((rule) => rule.pack === null && rule.name === name && rule.isIgnoreRule === isIgnoreRule)
      ?.count;
  return (
    <div class="rule-list">
      <h3>
        {title}
        <button type="button" onClick={() => studio.addRule(list, NEW_RULES[list])}>
          Add<span class="hidden"> {isIgnoreRule ? 'an ignore rule' : 'a rule'}</span>
        </button>
      </h3>
      <ul>
        {document[list].map((_, index) => {
          const ref = { list, index };
          const name = nameOf(document, ref);
          const isSelected = selected?.list === list && selected.index === index;
          return (
            <li key={`${list} ${index}`}>
              <button type="button" aria-pressed={isSelected} class="pick" onClick={() => studio.select(ref)}>
                <Level problems={checked?.[list][index] ?? []} /> {name}
              </button>
              <Count of={countOf(name) ?? 0} what={isIgnoreRule ? 'events ignored' : 'alerts'} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function SettingsProblems({ checked }: { readonly checked: CheckedRules | null }) {
  if (checked === null) return null;
  const { settings, warnings, isInUse } = checked;
  const errors = isInUse
    ? 'Correct this before you deploy these rules:'
    : 'The rules that worked before still decide, until this is corrected:';
  return (
    <>
      {settings.length > 0 && <Sentences head={errors} level="error" sentences={settings} />}
      {warnings.length > 0 && <Sentences head="This may be a mistake:" level="warning" sentences={warnings} />}
    </>
  );
}

interface SentencesProps {
  readonly head: string;
  readonly level: 'error' | 'warning';
  readonly sentences: readonly string[];
}

function Sentences({ head, level, sentences }: SentencesProps) {
  return (
    <div class="problem-list" role={level === 'error' ? 'alert' : 'status'}>
      <p>{head}</p>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence} class={level}>
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Remarks({ remarks }: { readonly remarks: readonly string[] }) {
  if (remarks.length === 0) return null;
  return (
    <details class="problem-list" open>
      <summary>Remarks about the import</summary>
      <ul>
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </details>
  );
}
