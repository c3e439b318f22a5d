// The view of `replay --html`: adds up what the pipeline delivers and what ignore rules match, and writes the page at the end.

import { writeFileSync } from 'node:fs';
import type { Counters } from '../../app/counters.ts';
import { textAt } from '../../core/records/field-path.ts';
import { factsOf } from '../../core/report/facts.ts';
import { createPoints } from '../../core/report/points.ts';
import { createReport } from '../../core/report/report.ts';
import { createShapes } from '../../core/report/shapes.ts';
import { suggestIgnoring } from '../../core/report/suggest-ignoring.ts';
import { placesOf } from '../../core/routing/route.ts';
import { environmentOf, rulesOf } from '../../setup/compose-rules.ts';
import type { Settings } from '../../setup/settings.ts';
import { CliError, describeFileError, EXIT } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import type { Listeners } from '../replay/listening-view.ts';
import type { Terminal } from '../terminal.ts';
import type { PageChanges } from './changes-section.ts';
import { pageDocument } from './document.ts';
import { createMessageSamples } from './message-samples.ts';
import type { PageAssets } from './page-assets.ts';
import { type ReportParts, reportPage } from './report-page.ts';
import { createRuleUse } from './rule-use.ts';
import { suggestThresholds } from './suggest-thresholds.ts';
import type { Suggestions } from './suggestions-section.ts';

export interface ReportCollector extends Listeners {
  /** `changes` are those of a comparison; null without one. */
  parts(counters: Counters, changes: PageChanges | null): Promise<ReportParts>;
}

/** Collects the parts of a report in bounded memory. */
export function collectReport(settings: Settings): ReportCollector {
  const report = createReport();
  const use = createRuleUse(rulesOf(settings));
  const samples = createMessageSamples(settings);
  const shapes = createShapes();
  const points = createPoints();
  let collected = 0;
  return {
    onSummary: samples.addSummary,
    onAlert(notice) {
      const places = placesOf(notice, settings.routeTables);
      if (places.now.length === 0 && places.collected.length > 0) collected++;
      const { record, origin, rules, correlation } = notice.alert;
      const facts = { ...factsOf(record, origin), rules: rules.map(({ name, severity }) => ({ name, severity })) };
      report.addAlert(facts);
      if (correlation === undefined) {
        shapes.add(record, facts.rules);
        points.add(
          [...new Set(rules.map(({ name }) => name))],
          facts.timeMs,
          textAt(record, 'userIdentity.arn') ?? null,
        );
      }
      use.addAlert(notice);
      samples.add(notice);
    },
    onPart(part) {
      use.addPart(part);
      for (const facts of part.ignored) report.addIgnored(facts);
    },
    async parts(counters, changes) {
      const data = report.data();
      const suggestions: Suggestions = {
        ignoring: suggestIgnoring(shapes.all, data.alerts, environmentOf(settings)),
        thresholds: await suggestThresholds(data.rules, points, settings),
        uncounted: shapes.further,
        hasCorrelations: rulesOf(settings).some((rule) => rule.correlation !== undefined),
      };
      return {
        report: data,
        counters,
        collected,
        settings,
        unused: use.unused(),
        messages: samples,
        changes,
        suggestions,
      };
    },
  };
}

/** Writes the page of a report to a file. Throws a `CliError` if that is not possible. */
export function writeReport(file: string, parts: ReportParts, assets: PageAssets, terminal: Terminal): void {
  try {
    writeFileSync(file, pageDocument(reportPage(parts), assets));
  } catch (error) {
    throw new CliError(escaped`${file}: cannot be written: ${describeFileError(error)}`, EXIT.findings, {
      cause: error,
    });
  }
  terminal.err(escaped`${file}: written`);
}
