// Prints the decision on every record, one JSON object per line. Delivers nothing.

import { decisionLine } from '../../core/render/decision-line.ts';
import type { Terminal } from '../terminal.ts';
import type { View } from './view.ts';

/** Creates the view of `--decisions`. */
export function createDecisionsView(terminal: Terminal): View {
  return {
    destinations: [],
    routeTables: [],
    unfolded: true,
    onDecision: (record, decision) => terminal.out(JSON.stringify(decisionLine(record, decision))),
    finish: () => {},
    threads: () => null,
    goOn: () => {},
  };
}
