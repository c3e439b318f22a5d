// The selected rule: its attributes, its expression in the editor, and its problems.

import { SEVERITIES, type Severity } from '../../../lambda/src/core/rules/rule.ts';
import type { RuleEntry, RuleProblem, RuleRef } from '../protocol.ts';
import { CorrelationForm } from './correlation-form.tsx';
import { ProblemList } from './problem-list.tsx';
import { nameOf, ruleAt } from './rule-document.ts';
import { RuleEditor } from './rule-editor.tsx';
import { useStore } from './store.ts';
import type { Studio } from './studio.ts';

const NO_PROBLEMS: readonly RuleProblem[] = [];

/** The form of a rule. */
export function RuleForm({ studio, selected }: { readonly studio: Studio; readonly selected: RuleRef }) {
  const { document, checked, vocabulary } = useStore(studio.store);
  const rule = ruleAt(document, selected) ?? {};
  const problems = checked?.[selected.list][selected.index] ?? NO_PROBLEMS;
  const name = nameOf(document, selected);
  const isRule = selected.list === 'rules';
  return (
    <form class="rule-form" aria-label={`Rule ${name}`} onSubmit={(event) => event.preventDefault()}>
      <Heading studio={studio} selected={selected} rule={rule} name={name} />
      {!rule.correlation?.rules && (
        <RuleEditor
          label={`Expression of ${name}`}
          text={rule.expression ?? ''}
          problems={problems}
          vocabulary={vocabulary}
          onChange={(expression) => studio.changeRule(selected, { expression })}
        />
      )}
      <ProblemList text={rule.expression ?? ''} problems={problems} />
      {isRule && <CorrelationForm studio={studio} selected={selected} rule={rule} />}
      <label class="field">
        Description
        <textarea
          rows={2}
          value={rule.description ?? ''}
          onInput={({ currentTarget }) => studio.changeRule(selected, { description: currentTarget.value || null })}
        />
      </label>
      <button type="button" class="danger" onClick={() => studio.removeRule(selected)}>
        Remove {name}
      </button>
    </form>
  );
}

interface HeadingProps {
  readonly studio: Studio;
  readonly selected: RuleRef;
  readonly rule: RuleEntry;
  readonly name: string;
}

function Heading({ studio, selected, rule, name }: HeadingProps) {
  return (
    <>
      <label class="field">
        Name
        <input
          value={rule.name ?? ''}
          placeholder={name}
          onInput={({ currentTarget }) => studio.changeRule(selected, { name: currentTarget.value || null })}
        />
      </label>
      {selected.list === 'rules' && (
        <label class="field">
          Severity
          <select
            value={rule.severity ?? 'medium'}
            onChange={({ currentTarget }) => studio.changeRule(selected, { severity: currentTarget.value as Severity })}
          >
            {SEVERITIES.map((severity) => (
              <option key={severity} value={severity}>
                {severity}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
