// Creates the view for a format. In: the name of the format. Out: its view.

import type { Settings } from '../../setup/settings.ts';
import type { Terminal } from '../terminal.ts';
import { type ChannelsFormat, createChannelsView } from './channels-view.ts';
import { createDecisionsView } from './decisions-view.ts';
import { createJsonView } from './json-view.ts';
import type { View } from './view.ts';

export type ViewName = ChannelsFormat | 'json' | 'decisions';

/** Creates the view of a format. */
export function createView(name: ViewName, settings: Settings, terminal: Terminal): View {
  switch (name) {
    case 'json':
      return createJsonView(settings, terminal);
    case 'decisions':
      return createDecisionsView(terminal);
    default:
      return createChannelsView(name, settings, terminal);
  }
}
