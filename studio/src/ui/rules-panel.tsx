// Packs, the rules of the document, and the selected rule.

import type { RuleProblem, RuleRef } from '../protocol.ts';
import { hasPack, nameOf, ruleAt, withPack } from './rule-document.ts';
import { RuleFiles } from './rule-files.tsx';
import { RuleForm } from './rule-form.tsx';
import { useStore } from './store.ts';
import type { Studio, StudioState } from './studio.ts';

/** The left column. */
export function RulesPanel({ studio }: { readonly studio: Studio }) {
  const state = useStore(studio.store);
  return (
    <section class="panel rules" aria-labelledby="rules-title">
      <h2 id="rules-title">Rules</h2>
      <Packs studio={studio} state={state} />
      <RuleList studio={studio} state={state} list="rules" title="Your rules" />
      <RuleList studio={studio} state={state} list="ignore_rules" title="Ignore rules" />
      <SettingsProblems problems={state.checked?.settings ?? []} />
      <Remarks remarks={state.remarks} />
      {state.selected && ruleAt(state.document, state.selected) && (
        <RuleForm key={`${state.selected.list} ${state.selected.index}`} studio={studio} selected={state.selected} />
      )}
      <RuleFiles studio={studio} />
    </section>
  );
}

interface Props {
  readonly studio: Studio;
  readonly state: StudioState;
}

function Packs({ studio, state: { packs, document, decided } }: Props) {
  const alertsOf = (pack: string) =>
    decided?.rules.filter((rule) => rule.pack === pack).reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <fieldset class="packs">
      <legend>Packs</legend>
      {packs.map(({ name, description, rules }) => (
        <label key={name} title={`${description} ${rules} rules.`}>
          <input
            type="checkbox"
            checked={hasPack(document, name)}
            onChange={({ currentTarget }) => studio.change(withPack(document, name, currentTarget.checked))}
          />
          <span>{name}</span>
          <Count of={alertsOf(name)} what="alerts" />
        </label>
      ))}
    </fieldset>
  );
}

function Count({ of: count, what }: { readonly of: number; readonly what: string }) {
  return count === 0 ? null : (
    <span class="count" title={`${count} ${what}`}>
      {count.toLocaleString('en')}
    </span>
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

function Level({ problems }: { readonly problems: readonly RuleProblem[] }) {
  const worst = (['error', 'warning'] as const).find((level) => problems.some((one) => one.level === level));
  return worst ? <span class={`level ${worst}`}>{worst}</span> : null;
}

function SettingsProblems({ problems }: { readonly problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <div class="problem-list" role="alert">
      <p>The rules that worked before still decide, until this is corrected:</p>
      <ul>
        {problems.map((problem) => (
          <li key={problem} class="error">
            {problem}
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
