// The rows of the list: a list box that scrolls through any number of events. Arrow keys, Page Up, Page Down, Home and End move the
// selection.

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { EventRow } from '../protocol.ts';
import { useStore } from './store.ts';
import type { Studio } from './studio.ts';

const ROW_PX = 26;
const PAGE = 15;

/** The rows. */
export function EventRows({ studio }: { readonly studio: Studio }) {
  const { list, event, filter } = useStore(studio.store);
  const host = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer(list.count, host);
  const items = virtualizer.getVirtualItems();
  const rows = useRows(studio, items[0]?.index ?? 0, (items.at(-1)?.index ?? -1) + 1, list.version);
  const [active, setActive] = useState(-1);
  const select = (index: number, id: number) => {
    setActive(index);
    studio.selectEvent(id);
  };
  const move = (index: number) => {
    const to = Math.max(0, Math.min(index, list.count - 1));
    virtualizer.scrollToIndex(to);
    studio.attempt(studio.client.call('rows', to, to + 1).then(([row]) => row && select(to, row.id)));
  };
  const onKeyDown = (pressed: KeyboardEvent) => {
    const to = destination(pressed.key, active, list.count);
    if (to === null) return;
    pressed.preventDefault();
    move(to);
  };
  const isShown = items.some(({ index }) => index === active);
  return (
    <div
      class="rows"
      ref={host}
      role="listbox"
      aria-label={`Events, ${list.count} shown`}
      tabIndex={0}
      aria-activedescendant={isShown ? `row-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      {list.count === 0 && <NothingMatches onlyMarked={filter.onlyMarked} />}
      <div role="presentation" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {items.map(({ index, start }) => (
          <Row
            key={index}
            index={index}
            top={start}
            row={rows.get(index)}
            isSelected={rows.get(index)?.id === event}
            onSelect={(id) => (id === undefined ? move(index) : select(index, id))}
          />
        ))}
      </div>
    </div>
  );
}

function NothingMatches({ onlyMarked }: { readonly onlyMarked: boolean }) {
  return (
    <div class="none" role="option" tabIndex={-1} aria-selected={false} aria-disabled={true}>
      No event matches the filter{onlyMarked && ' and the selected rule'}.
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };

function destination(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS[key];
  return step === undefined ? null : active + step;
}

function useVirtualizer(count: number, host: { readonly current: HTMLDivElement | null }) {
  const [, setChange] = useState({});
  const [virtualizer] = useState(
    () => new Virtualizer<HTMLDivElement, Element>(optionsOf(count, host, () => setChange({}))),
  );
  virtualizer.setOptions(optionsOf(count, host, () => setChange({})));
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}

function optionsOf(count: number, host: { readonly current: HTMLDivElement | null }, onChange: () => void) {
  return {
    ...{ count, onChange, observeElementRect, observeElementOffset, scrollToFn: elementScroll, overscan: 12 },
    getScrollElement: () => host.current,
    estimateSize: () => ROW_PX,
  };
}

/** The rows from the worker, as far as they have arrived. */
function useRows(studio: Studio, from: number, to: number, version: number): ReadonlyMap<number, EventRow> {
  const [rows, setRows] = useState<ReadonlyMap<number, EventRow>>(new Map());
  useEffect(() => {
    let isCurrent = true;
    const reading = studio.client.call('rows', from, to).then((read) => {
      if (isCurrent) setRows(new Map(read.map((row, index) => [from + index, row])));
    });
    studio.attempt(reading);
    return () => {
      isCurrent = false;
    };
  }, [studio, from, to, version]);
  return rows;
}

interface RowProps {
  readonly index: number;
  readonly top: number;
  readonly row: EventRow | undefined;
  readonly isSelected: boolean;
  /** The id is missing while the row is not read yet. */
  readonly onSelect: (id: number | undefined) => void;
}

function Row({ index, top, row, isSelected, onSelect }: RowProps) {
  const mark = row?.isMarked ? ' is-marked' : '';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box handles the keys.
    <div
      id={`row-${index}`}
      role="option"
      aria-selected={isSelected}
      tabIndex={-1}
      class={`row ${row?.outcome ?? ''}${mark}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(row?.id)}
    >
      {row && (
        <>
          <span class={`mark ${row.severity ?? ''}`} title={row.isMarked ? 'The selected rule matches' : ''}>
            {row.isMarked ? '●' : ''}
          </span>
          <time>
            <span class="day">{row.time.slice(0, 11)}</span>
            {row.time.slice(11)}
          </time>
          <b>{row.name}</b>
          <span>{row.actor}</span>
          <span class="dim region">{row.region}</span>
          <span class="error">{row.error}</span>
          <span class="rule">{row.rule && `${row.outcome === 'ignored' ? 'ignored: ' : ''}${row.rule}`}</span>
        </>
      )}
    </div>
  );
}
