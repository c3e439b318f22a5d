// The correlation of the selected rule.

import { useState } from 'preact/hooks';
import type { CorrelationEntry, RuleEntry, RuleRef } from '../protocol.ts';
import type { Studio } from './studio.ts';

const TYPES = ['event_count', 'value_count', 'first_seen', 'temporal', 'temporal_ordered'] as const;

// What is filled in when a type is chosen, so that the rule has no problems.
const START: Readonly<Record<string, CorrelationEntry>> = {
  event_count: { type: 'event_count', group_by: ['userIdentity.arn'], timespan: '10m', gte: 20 },
  value_count: { type: 'value_count', group_by: ['userIdentity.arn'], field: 'eventName', timespan: '1h', gte: 10 },
  first_seen: { type: 'first_seen', group_by: ['userIdentity.arn', 'awsRegion'], timespan: '30d', learn: '7d' },
  temporal: { type: 'temporal', rules: [], group_by: ['userIdentity.arn'], timespan: '1h' },
  temporal_ordered: { type: 'temporal_ordered', rules: [], group_by: ['userIdentity.arn'], timespan: '1h' },
};

interface Props {
  readonly studio: Studio;
  readonly selected: RuleRef;
  readonly rule: RuleEntry;
}

/** When the rule alerts: on each event, or on several together. */
export function CorrelationForm({ studio, selected, rule }: Props) {
  const { correlation } = rule;
  const change = (changed: Partial<CorrelationEntry>) =>
    studio.changeRule(selected, { correlation: { type: 'event_count', ...correlation, ...changed } });
  const chooseType = (type: string) => studio.changeRule(selected, { correlation: START[type] ?? null });
  return (
    <fieldset class="correlation">
      <legend>Alert</legend>
      <label class="field">
        When
        <select value={correlation?.type ?? ''} onChange={({ currentTarget }) => chooseType(currentTarget.value)}>
          <option value="">each event matches</option>
          {TYPES.map((type) => (
            <option key={type} value={type}>
              {type}
            </option>
          ))}
        </select>
      </label>
      {correlation && <Attributes correlation={correlation} change={change} />}
      <label class="check">
        <input
          type="checkbox"
          checked={rule.generate === false}
          onChange={({ currentTarget }) =>
            studio.changeRule(selected, { generate: currentTarget.checked ? false : null })
          }
        />{' '}
        Only feeds correlations
      </label>
    </fieldset>
  );
}

interface AttributesProps {
  readonly correlation: CorrelationEntry;
  readonly change: (changed: Partial<CorrelationEntry>) => void;
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

function Attributes({ correlation, change }: AttributesProps) {
  const { type, rules, group_by, field, timespan, gte, learn } = correlation;
  return (
    <>
      {(type.startsWith('temporal') || rules) && (
        <Text label="Rules" value={(rules ?? []).join(', ')} onChange={(text) => change({ rules: list(text) })} />
      )}
      <Text
        label="Group by"
        value={(group_by ?? []).join(', ')}
        onChange={(text) => change({ group_by: list(text) })}
      />
      {type === 'value_count' && (
        <Text label="Values of" value={field ?? ''} onChange={(text) => change({ field: text })} />
      )}
      <Text label="Timespan" value={timespan ?? ''} onChange={(text) => change({ timespan: text })} />
      {type.endsWith('_count') && (
        <Text label="At least" value={String(gte ?? '')} onChange={(text) => change({ gte: Number(text) })} />
      )}
      {type === 'first_seen' && (
        <Text label="Learn" value={learn ?? ''} onChange={(text) => change({ learn: text || null })} />
      )}
    </>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

// Half of a list is another list, so a text counts only when it is complete. Until then, it is kept through other changes.
function Text({ label, value, onChange }: TextProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (text: string) => {
    setDraft(null);
    onChange(text);
  };
  return (
    <label class="field">
      {label}
      <input
        value={draft ?? value}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        onChange={({ currentTarget }) => commit(currentTarget.value)}
      />
    </label>
  );
}
