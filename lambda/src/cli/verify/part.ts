// What is found in one folder since it last became part of the whole. In: the report of the whole. Out: a report to fill, and how to
// add it to the whole, so that a checkpoint never contains half of a digest.

import type { Finding } from './finding.ts';
import { createReport, type Report } from './report.ts';

export interface Part {
  readonly report: Pick<Report, 'row' | 'add'>;
  /** Adds everything to the whole, begins again, and returns the findings. */
  complete(): readonly Finding[];
}

/** Begins a part. */
export function createPart(whole: Report): Part {
  let findings: Finding[] = [];
  const begin = () => createReport((finding) => void findings.push(finding));
  let report = begin();
  return {
    report: { row: (name) => report.row(name), add: (finding) => report.add(finding) },
    complete() {
      const found = findings;
      for (const row of report.rows()) whole.addRow(row);
      for (const finding of found) whole.add(finding);
      findings = [];
      report = begin();
      return found;
    },
  };
}
