// The packs to switch on, and the rules of these packs to switch off.

import { useState } from 'preact/hooks';
import type { PackInfo } from '../protocol.ts';
import { ProblemList } from './problem-list.tsx';
import { hasPack, withPack, withPackRule } from './rule-document.ts';
import { useStore } from './store.ts';
import type { Studio, StudioState } from './studio.ts';

interface Props {
  readonly studio: Studio;
}

/** The packs and their rules. */
export function Packs({ studio }: Props) {
  const state = useStore(studio.store);
  const { packs, document, checked } = state;
  const shown = packs.filter((pack) => hasPack(document, pack.name) || offIn(pack, state).length > 0);
  return (
    <>
      <fieldset class="packs">
        <legend>Packs</legend>
        {packs.map(({ name, description, rules }) => (
          <label key={name} title={`${description} ${rules.length} rules.`}>
            <input
              type="checkbox"
              checked={hasPack(document, name)}
              onChange={({ currentTarget }) => studio.change(withPack(document, name, currentTarget.checked))}
            />
            <span>{name}</span>
            <Count of={alertsOf(state, name)} what="alerts" />
          </label>
        ))}
      </fieldset>
      {shown.map((pack) => (
        <PackRules key={pack.name} studio={studio} pack={pack} />
      ))}
      <UnknownNames studio={studio} />
      <ProblemList text="" problems={checked?.disabled_rules ?? []} />
    </>
  );
}

function offIn({ rules }: PackInfo, { document }: StudioState): readonly string[] {
  return rules.map(({ name }) => name).filter((name) => document.disabled_rules.includes(name));
}

function alertsOf({ decided }: StudioState, pack: string, rule?: string): number {
  const counts = decided?.rules.filter((one) => one.pack === pack && (rule === undefined || one.name === rule)) ?? [];
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function PackRules({ studio, pack }: Props & { readonly pack: PackInfo }) {
  const state = useStore(studio.store);
  const [isOpen, setOpen] = useState(false);
  const off = offIn(pack, state).length;
  return (
    <details class="pack-rules" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        Rules of {pack.name}: {off === 0 ? `all ${pack.rules.length} on` : `${off} of ${pack.rules.length} off`}
      </summary>
      <ul>
        {(isOpen ? pack.rules : []).map(({ name, severity, description }) => (
          <li key={name}>
            <label title={description}>
              <input
                type="checkbox"
                checked={!state.document.disabled_rules.includes(name)}
                onChange={({ currentTarget }) =>
                  studio.change(withPackRule(state.document, name, currentTarget.checked))
                }
              />
              <span>{name}</span> <span class="dim">{severity}</span>
            </label>
            <Count of={alertsOf(state, pack.name, name)} what="alerts" />
          </li>
        ))}
      </ul>
    </details>
  );
}

// Imported names that no pack has. Nothing else could remove them.
function UnknownNames({ studio }: Props) {
  const { packs, document } = useStore(studio.store);
  const known = new Set(packs.flatMap(({ rules }) => rules.map(({ name }) => name)));
  const unknown = packs.length === 0 ? [] : document.disabled_rules.filter((name) => !known.has(name));
  if (unknown.length === 0) return null;
  return (
    <div class="buttons">
      {[...new Set(unknown)].map((name) => (
        <button key={name} type="button" onClick={() => studio.change(withPackRule(document, name, true))}>
          Remove {name} from disabled_rules
        </button>
      ))}
    </div>
  );
}

/** A number beside a name; nothing for 0. */
export function Count({ of: count, what }: { readonly of: number; readonly what: string }) {
  return count === 0 ? null : (
    <span class="count" title={`${count} ${what}`}>
      {count.toLocaleString('en')}
    </span>
  );
}
