// Compares what two sides of a replay deliver. In: the listeners of both sides. Out: changes, each with the fields of `--format json`.

import type { JsonObject } from '../../../core/records/record.ts';
import { titleOf } from '../../../core/render/title.ts';
import {
  type Change,
  type ComparedAlert,
  type ComparedSide,
  type Comparison,
  createComparison,
} from '../../../core/report/comparison.ts';
import { placesOf } from '../../../core/routing/route.ts';
import type { AlertNotice } from '../../../core/threads/notice.ts';
import type { Settings } from '../../../setup/settings.ts';
import { alertLine } from '../alert-line.ts';
import type { Listeners } from '../listening-view.ts';

export interface SideComparison {
  readonly before: Listeners;
  readonly after: Listeners;
  endFile(): void;
  /** Returns how many alerts of correlations were not compared. */
  finish(): number;
}

/** Compares the alerts of two settings. */
export function compareSides(
  settings: Readonly<Record<ComparedSide, Settings>>,
  onChange: (change: Change<JsonObject>) => void,
): SideComparison {
  const comparison = createComparison(onChange);
  return {
    before: {
      ...listenerOf('before', settings.before, comparison),
      // The parts of the file are the same for both sides.
      onPart({ silenced, other }) {
        for (const { id, ignoreRule } of silenced) comparison.silence('before', id, ignoreRule);
        for (const { id, ignoreRule } of other?.silenced ?? []) comparison.silence('after', id, ignoreRule);
      },
    },
    after: listenerOf('after', settings.after, comparison),
    endFile: comparison.endFile,
    finish: comparison.finish,
  };
}

function listenerOf(side: ComparedSide, settings: Settings, comparison: Comparison<JsonObject>): Listeners {
  return {
    onAlert: (notice) => comparison.add(side, comparedAlert(notice, settings)),
    onPart: () => {},
  };
}

function comparedAlert(notice: AlertNotice, settings: Settings): ComparedAlert<JsonObject> {
  const { rule, rules, correlation } = notice.alert;
  const places = placesOf(notice, settings.routeTables);
  const collected = [...new Set(places.collected.map(({ destination }) => destination))];
  return {
    id: notice.id,
    rule: rule.name,
    severity: rule.severity,
    rules: rules.map(({ name }) => name),
    destinations: [...places.now, ...collected],
    collected,
    correlation: correlation
      ? { group: correlation.group, startMs: correlation.startMs, endMs: correlation.endMs }
      : null,
    describe: () => alertLine(notice, titleOf(notice, settings)),
  };
}
