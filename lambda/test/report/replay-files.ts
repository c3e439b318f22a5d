// Replays log files from memory, as the command does with those on disk, with any number of sides.

import { gzipSync } from 'node:zlib';
import type { Logger } from '../../src/app/ports.ts';
import { createDecider } from '../../src/cli/replay/decide/decider.ts';
import type { Reader } from '../../src/cli/replay/decide/reader.ts';
import { replayInputs } from '../../src/cli/replay/replay-inputs.ts';
import { createSide, type Side } from '../../src/cli/replay/side.ts';
import type { View } from '../../src/cli/replay/view.ts';
import { parseSettings, type Settings } from '../../src/setup/settings.ts';

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Settings with only what is given. */
export function settingsOf(variables: object): Settings {
  return parseSettings({ use_default_rules: false, ...variables });
}

/** Replays files, in their order, with the rules of each side. Returns the sides. */
export async function replayFiles(
  files: readonly (readonly unknown[])[],
  sides: readonly { readonly settings: Settings; readonly view: View }[],
  onFile: () => void = () => {},
): Promise<readonly Side[]> {
  const created: Side[] = [];
  for (const { settings, view } of sides) {
    const log = { ...silent, dropped: [], finish: () => {} };
    created.push(await createSide(settings, view, log, { isOther: created.length > 0 }));
  }
  const [own, other = null] = created;
  if (own === undefined) throw new Error('a replay has at least one side');
  const decide = createDecider(own, other, true);
  const inputs = files.map((_, index) => ({ path: `file-${index}.json.gz`, found: true }));
  const reader: Reader = {
    problems: [],
    skipped: [],
    parts: ({ bucket, key }) => {
      const records = files[Number(/\d+/.exec(key)?.[0])] ?? [];
      return decide(gzipSync(JSON.stringify({ Records: records })), { bucket, key });
    },
    close: async () => {},
  };
  await replayInputs(inputs, reader, created, async () => onFile());
  return created;
}
