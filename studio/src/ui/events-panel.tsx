// The list of events with its filter. Only the visible rows exist; the worker has the rest.

import { useMemo } from 'preact/hooks';
import type { Decided, LoadState, Outcome } from '../protocol.ts';
import { EventRows } from './event-rows.tsx';
import { useStore } from './store.ts';
import type { Studio } from './studio.ts';

const SHOWN_OUTCOMES: readonly { readonly value: Outcome | 'all'; readonly label: string }[] = [
  { value: 'all', label: 'All events' },
  { value: 'alert', label: 'Alerts' },
  { value: 'ignored', label: 'Ignored' },
  { value: 'observed', label: 'Observed' },
  { value: 'unmatched', label: 'Unmatched' },
];

/** The list of events. */
export function EventsPanel({ studio }: { readonly studio: Studio }) {
  const { load, decided } = useStore(studio.store);
  return (
    <section class="panel events" aria-labelledby="events-title">
      <h2 id="events-title">Events</h2>
      <Totals load={load} decided={decided} />
      <Filter studio={studio} />
      {load.events === 0 ? <EmptyList load={load} /> : <EventRows studio={studio} />}
      <Problems load={load} />
    </section>
  );
}

function Totals({ load, decided }: { readonly load: LoadState; readonly decided: Decided | null }) {
  if (load.events === 0) return null;
  const { counts, done = 0, total = 0 } = decided ?? {};
  const isDeciding = done < total;
  return (
    <p class="totals" data-done={isDeciding ? 'false' : 'true'}>
      <b>{load.events.toLocaleString('en')}</b> events, <b>{(counts?.alert ?? 0).toLocaleString('en')}</b> alerts,{' '}
      {(counts?.ignored ?? 0).toLocaleString('en')} ignored, {(counts?.observed ?? 0).toLocaleString('en')} observed
      {isDeciding && `, deciding ${Math.floor((100 * done) / total)} %`}
    </p>
  );
}

function Filter({ studio }: { readonly studio: Studio }) {
  const { filter, selected } = useStore(studio.store);
  return (
    <search class="filter">
      <input
        type="search"
        aria-label="Filter events"
        placeholder="Filter by name, actor, region, error, file"
        value={filter.text}
        onInput={({ currentTarget }) => studio.setFilter({ text: currentTarget.value })}
      />
      <select
        aria-label="Outcome"
        value={filter.outcome}
        onChange={({ currentTarget }) => studio.setFilter({ outcome: currentTarget.value as Outcome | 'all' })}
      >
        {SHOWN_OUTCOMES.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <label>
        <input
          type="checkbox"
          checked={filter.onlyMarked}
          disabled={selected === null}
          onChange={({ currentTarget }) => studio.setFilter({ onlyMarked: currentTarget.checked })}
        />{' '}
        Selected rule
      </label>
    </search>
  );
}

function EmptyList({ load: { isLoading, files } }: { readonly load: LoadState }) {
  const found = files > 0 ? 'These files contain no CloudTrail events' : 'Drop CloudTrail log files here';
  return (
    <div class="empty">
      <p>
        <b>{isLoading ? 'Reading…' : found}</b>
      </p>
      <p>
        {files > 0 && 'Drop others here: '}
        <code>.json</code> and <code>.json.gz</code> files, single events, or a whole <code>AWSLogs</code> folder. The
        files stay in this page.
      </p>
    </div>
  );
}

function Problems({ load: { problems, problemCount, events } }: { readonly load: LoadState }) {
  const shown = useMemo(() => problems.slice(0, 50), [problems]);
  if (problemCount === 0) return null;
  return (
    <details class="problems" open={events === 0}>
      <summary>
        {problemCount} {problemCount === 1 ? 'problem' : 'problems'} in files
      </summary>
      <ul>
        {shown.map(({ path, reason }) => (
          <li key={path + reason}>
            <code>{path}</code>: {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
