// The page as a whole: rules on the left, events in the middle, the selected event on the right, noise below.

import { useEffect, useState } from 'preact/hooks';
import { filesOfDrop } from './collect-files.ts';
import { CorrelationsPanel } from './correlations-panel.tsx';
import { DetailPanel } from './detail-panel.tsx';
import { EventsPanel } from './events-panel.tsx';
import { NoisePanel } from './noise-panel.tsx';
import { RulesPanel } from './rules-panel.tsx';
import { useStore } from './store.ts';
import type { Studio } from './studio.ts';
import { TopBar } from './top-bar.tsx';

/** The studio. */
export function App({ studio }: { readonly studio: Studio }) {
  const { status } = useStore(studio.store);
  const isOver = useDrop(studio);
  useUndoKeys(studio);
  return (
    <div class={isOver ? 'app is-over' : 'app'}>
      <TopBar studio={studio} />
      <main>
        <RulesPanel studio={studio} />
        <EventsPanel studio={studio} />
        <DetailPanel studio={studio} />
        <NoisePanel studio={studio} />
        <CorrelationsPanel studio={studio} />
      </main>
      <footer>
        <p role="status">{status}</p>
        <p>Everything runs in this page. Your log files and rules are not sent anywhere.</p>
      </footer>
    </div>
  );
}

/** Undo and redo of the rules by their usual keys. In a text field, the keys undo what was typed there. */
function useUndoKeys(studio: Studio): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented || isText(event.target)) return;
      if (key === 'z' && !event.shiftKey) studio.undo();
      else if (key === 'y' || key === 'z') studio.redo();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [studio]);
}

function isText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'file'].includes(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}

/** Opens what is dropped anywhere on the page. Returns whether something is above it. */
function useDrop(studio: Studio): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer) studio.attempt(filesOfDrop(event.dataTransfer.items).then((files) => studio.open(files)));
    };
    const over = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const leave = () => setOver(false);
    addEventListener('drop', drop);
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    return () => {
      removeEventListener('drop', drop);
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
    };
  }, [studio]);
  return isOver;
}
