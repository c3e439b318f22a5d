// The title, and what concerns all events: opening log files, removing them, and exporting the decisions.

import { filesOfInput } from './collect-files.ts';
import { FilePicker } from './file-picker.tsx';
import { saveBlob } from './save.ts';
import { useStore } from './store.ts';
import type { Studio } from './studio.ts';

/** The bar at the top. */
export function TopBar({ studio }: { readonly studio: Studio }) {
  const { load } = useStore(studio.store);
  return (
    <header class="top-bar">
      <h1>
        CloudTrail to Slack <span>Studio</span>
      </h1>
      <FilePicker
        label="Open log files"
        multiple
        onFiles={(files) => studio.attempt(studio.open(filesOfInput(files)))}
      />
      <FilePicker label="Open a folder" folder onFiles={(files) => studio.attempt(studio.open(filesOfInput(files)))} />
      <button type="button" disabled={load.files === 0} onClick={() => studio.attempt(studio.clear())}>
        Remove events
      </button>
      <button
        type="button"
        disabled={load.events === 0}
        onClick={() =>
          studio.attempt(studio.client.call('exportDecisions').then((content) => saveBlob('decisions.ndjson', content)))
        }
      >
        Export decisions
      </button>
      {load.isLoading && (
        <progress aria-label="Files read" max={Math.max(1, load.files)} value={load.filesDone}>
          {load.filesDone} of {load.files} files
        </progress>
      )}
    </header>
  );
}
