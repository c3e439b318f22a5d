// The data of the page. In: the JSON that the command line wrote into it. Out: series to plot.

import type { ReportData } from '../../src/core/report/report.ts';
import { SEVERITIES } from '../../src/core/rules/rule.ts';

export type PageData = Pick<ReportData, 'timeline' | 'series'>;

/** A line or a part of a bar: its counts by the places of the intervals. */
export interface PlotSeries {
  readonly label: string;
  /** A severity, or null for a rule. */
  readonly severity: string | null;
  readonly counts: readonly number[];
}

const RULES_MAX = 8;

/** The series for a choice of the page: `severity`, `rule`, or `name` and the place of a rule. */
export function seriesFor({ timeline, series }: PageData, choice: string): readonly PlotSeries[] {
  const places = new Map(timeline.intervals.map((interval, place) => [interval, place]));
  const add = (of: (place: number) => boolean): number[] => {
    const counts = new Array<number>(timeline.intervals.length).fill(0);
    for (const { series: place, counts: ofSeries } of timeline.series) {
      if (!of(place)) continue;
      for (const [interval, count] of ofSeries) {
        const at = places.get(interval) ?? 0;
        counts[at] = (counts[at] ?? 0) + count;
      }
    }
    return counts;
  };
  const ofRule = (rule: string): PlotSeries => ({
    label: rule.trim(),
    severity: null,
    counts: add((place) => series[place]?.rule === rule),
  });
  const rules = [...new Set(series.map(({ rule }) => rule))];
  if (choice === 'severity') {
    return SEVERITIES.filter((severity) => series.some((one) => one.severity === severity)).map((severity) => ({
      label: severity,
      severity,
      counts: add((place) => series[place]?.severity === severity),
    }));
  }
  if (choice === 'rule') {
    return rules
      .map(ofRule)
      .sort((one, other) => totalOf(other) - totalOf(one))
      .slice(0, RULES_MAX);
  }
  const rule = rules[Number(choice.replace('name ', ''))];
  return rule === undefined ? [] : [ofRule(rule)];
}

function totalOf({ counts }: PlotSeries): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
