// The selected event: why the rules match or not, the Slack message, and the event itself.

import { useState } from 'preact/hooks';
import type { EventDetail, ExplainedPart, Explanation } from '../protocol.ts';
import { withPackRule } from './rule-document.ts';
import { SlackMessageView } from './slack-message.tsx';
import { useStore } from './store.ts';
import type { Studio } from './studio.ts';

const TABS = ['Explain', 'Message', 'Event'] as const;
type Tab = (typeof TABS)[number];

/** The right column. */
export function DetailPanel({ studio }: { readonly studio: Studio }) {
  const { detail, cases } = useStore(studio.store);
  const [tab, setTab] = useState<Tab>('Explain');
  return (
    <section class="panel detail" aria-labelledby="detail-title">
      <h2 id="detail-title">Selected event</h2>
      <TabList tab={tab} onChoose={setTab} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls must be reachable by keyboard. */}
      <div role="tabpanel" id="detail-content" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {detail === null ? (
          <p class="dim">Select an event in the list.</p>
        ) : (
          <Content studio={studio} tab={tab} detail={detail} />
        )}
      </div>
      <div class="buttons">
        <button type="button" disabled={detail === null} onClick={() => detail && studio.addCase(detail.id)}>
          Add to test cases
        </button>
        <button type="button" disabled={cases.length === 0} onClick={() => studio.attempt(studio.exportCases())}>
          Export {cases.length} test {cases.length === 1 ? 'case' : 'cases'}
        </button>
      </div>
    </section>
  );
}

function TabList({ tab, onChoose }: { readonly tab: Tab; readonly onChoose: (tab: Tab) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? tab;
    onChoose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div role="tablist" aria-label="Selected event">
      {TABS.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${one}`}
          aria-selected={one === tab}
          aria-controls="detail-content"
          tabIndex={one === tab ? 0 : -1}
          onClick={() => onChoose(one)}
          onKeyDown={onKeyDown}
        >
          {one}
        </button>
      ))}
    </div>
  );
}

interface ContentProps {
  readonly studio: Studio;
  readonly tab: Tab;
  readonly detail: EventDetail;
}

function Content({ studio, tab, detail }: ContentProps) {
  switch (tab) {
    case 'Explain':
      return <Explanations studio={studio} detail={detail} />;
    case 'Message':
      return detail.message ? (
        <>
          {detail.outcome !== 'alert' && (
            <p class="dim">The event is {detail.outcome}: this is what it would look like.</p>
          )}
          <SlackMessageView message={detail.message} />
          {detail.reply && <SlackMessageView message={detail.reply} isReply />}
        </>
      ) : (
        <p class="dim">No rule matches this event, so there is no message.</p>
      );
    case 'Event':
      return (
        <>
          <p class="dim">{detail.file}</p>
          <pre class="json">{detail.json}</pre>
        </>
      );
  }
}

type ExplanationsProps = Omit<ContentProps, 'tab'>;

function Explanations({ studio, detail: { explanations, outcome } }: ExplanationsProps) {
  return (
    <>
      <p>
        Outcome: <b class={`outcome ${outcome}`}>{outcome}</b>
      </p>
      {explanations.length === 0 && <p class="dim">No rule matches. Select one of your rules to see why.</p>}
      {explanations.map((one) => (
        <Tree key={`${one.pack} ${one.rule}`} studio={studio} explanation={one} />
      ))}
    </>
  );
}

interface TreeProps {
  readonly studio: Studio;
  readonly explanation: Explanation;
}

function Tree({ studio, explanation: { rule, pack, isIgnoreRule, result, message, parts } }: TreeProps) {
  const turnOff = () => {
    studio.change(withPackRule(studio.store.get().document, rule, false));
    studio.say(`Turned off ${rule}.`);
  };
  return (
    <section class="explanation" aria-label={`Explanation of ${rule}`}>
      <h3>
        {isIgnoreRule && 'Ignore rule '}
        {rule} <span class={`result ${result.replace(' ', '-')}`}>{result}</span>
      </h3>
      {pack !== null && (
        <p class="dim">
          A rule of {pack}.{' '}
          <button type="button" class="small" onClick={turnOff}>
            Turn off<span class="hidden"> {rule}</span>
          </button>
        </p>
      )}
      {message && <p class="error">{message}</p>}
      <ol>
        {parts.map((part, index) => (
          <TreeLine key={index} part={part} />
        ))}
      </ol>
    </section>
  );
}

function TreeLine({ part: { depth, source, value, kind, it } }: { readonly part: ExplainedPart }) {
  return (
    <li style={{ paddingInlineStart: `${depth * 14}px` }}>
      {it !== null && <span class="it">it = {it}</span>}
      <code>{source}</code> <span class="hidden">is</span>{' '}
      <span class={`value ${kind}`}>{value ?? 'not evaluated'}</span>
    </li>
  );
}
