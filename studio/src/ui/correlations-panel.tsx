// The alerts of correlations, with the interval that each covers.

import { useState } from 'preact/hooks';
import type { CorrelationAlert, Decided } from '../protocol.ts';
import { SlackMessageView } from './slack-message.tsx';
import { useStore } from './store.ts';
import type { Studio } from './studio.ts';

const SHOWN = 100;

/** The list of intervals. */
export function CorrelationsPanel({ studio }: { readonly studio: Studio }) {
  const { decided } = useStore(studio.store);
  return (
    <section class="panel correlations" aria-labelledby="correlations-title">
      <h2 id="correlations-title">Correlations</h2>
      <Intervals decided={decided} />
    </section>
  );
}

function Intervals({ decided }: { readonly decided: Decided | null }) {
  const { correlations = [], notCorrelated = 0 } = decided ?? {};
  if (correlations === null) return <p class="dim">Correlating…</p>;
  if (correlations.length === 0) return <p class="dim">No rule fires on several events together.</p>;
  return (
    <>
      {notCorrelated > 0 && (
        <p class="error">{notCorrelated} later events are left out: use the command replay for them.</p>
      )}
      <ul>
        {correlations.slice(0, SHOWN).map((alert) => (
          <Interval key={`${alert.rule} ${alert.group} ${alert.startMs}`} alert={alert} />
        ))}
      </ul>
      {correlations.length > SHOWN && <p class="dim">… and {correlations.length - SHOWN} more.</p>}
    </>
  );
}

const minutes = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

function Interval({ alert }: { readonly alert: CorrelationAlert }) {
  const [isOpen, setOpen] = useState(false);
  const { rule, severity, title, count, more, startMs, endMs, message } = alert;
  return (
    <li>
      <button type="button" class="pick" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class={`mark ${severity}`}>●</span> {title}
      </button>
      <p class="dim">
        {rule}: {minutes(startMs)} – {minutes(endMs)} UTC, {count} cited{more > 0 && `, ${more} more`}
      </p>
      {isOpen && <SlackMessageView message={message} />}
    </li>
  );
}
