// Changes the stored list of mutes. In: a change of the list. Out: what the change returned. Of two changes at the same time, the second
// is made again on the result of the first.

import type { Mute } from '../../core/mutes/mute.ts';
import { readMutes, writeMutes } from '../../core/mutes/mute-list.ts';
import { PortError } from '../ports.ts';
import type { MuteStore } from './mute-store-port.ts';

const ATTEMPTS = 5;

/** The mutes that are stored now. */
export async function storedMutes(store: MuteStore): Promise<readonly Mute[]> {
  return parse((await store.read()).text);
}

/**
 * Changes the list, and returns what `change` returned last. Without `mutes` in its result, nothing is written. Rejects with a
 * transient `PortError` if others change the list all the time.
 */
export async function changeMutes<T extends { readonly mutes?: readonly Mute[] | undefined }>(
  store: MuteStore,
  change: (mutes: readonly Mute[]) => T,
): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { text, version } = await store.read();
    const result = change(parse(text));
    const changed = result.mutes === undefined ? text : writeMutes(result.mutes);
    if (changed === text || result.mutes === undefined || (await store.write(changed, version))) return result;
  }
  throw new PortError('transient', 'mutes_busy', 'the list of mutes is being changed all the time');
}

function parse(text: string): readonly Mute[] {
  try {
    return readMutes(text);
  } catch (error) {
    throw new PortError('permanent', 'mutes_unreadable', `the item \`mutes\` cannot be read: ${String(error)}`);
  }
}
