// What a replay produces: messages, a page, a comparison, or a page with a comparison. In: options. Out: a view for each side, and what
// happens at the end.

import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JsonObject } from '../../core/records/record.ts';
import { createChangeGroups } from '../../core/report/change-groups.ts';
import type { Change } from '../../core/report/comparison.ts';
import type { Settings } from '../../setup/settings.ts';
import { CliError, EXIT, type ExitCode } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { countOf } from '../numbers.ts';
import { printError, type Terminal } from '../terminal.ts';
import { createChannelsView } from './channels-view.ts';
import { compareSides } from './compare/compare-sides.ts';
import { changeLine, printChanges } from './compare/print-changes.ts';
import { createDecisionsView } from './decisions-view.ts';
import { createJsonView } from './json-view.ts';
import { createListeningView } from './listening-view.ts';
import type { Side } from './side.ts';
import type { View } from './view.ts';

export interface OutputOptions {
  readonly format: 'text' | 'json' | 'slack';
  readonly full?: boolean;
  readonly decisions?: boolean;
  /** The file to which the page of the report is written. */
  readonly html?: string;
  readonly failOnChange?: boolean;
}

export interface Output {
  /** In the order of the sides. */
  readonly views: readonly View[];
  /** Whether it needs to know what ignore rules match. */
  readonly notesIgnored: boolean;
  /** Called after each file. */
  onFile(): void;
  /** Prints and writes what must wait until the end. */
  finish(sides: readonly Side[]): Promise<ExitCode>;
}

/** Creates the output for one side or, with `against`, for two. Throws a `CliError` if options do not fit. */
export async function createOutput(
  settings: Settings,
  against: Settings | null,
  options: OutputOptions,
  terminal: Terminal,
): Promise<Output> {
  if (against === null && options.failOnChange) throw new CliError('--fail-on-change needs --against', EXIT.usage);
  refuseFormat(options, against !== null);
  if (options.html !== undefined) checkPage(options.html, against !== null, options.format);
  const page = options.html === undefined ? null : await createPage(options.html, settings, terminal);
  if (against !== null) return createComparisonOutput({ before: settings, after: against }, page, options, terminal);
  if (page === null) return createPrintedOutput(createView(options, settings, terminal));
  return {
    views: [createListeningView([page.collector], settings.routeTables)],
    notesIgnored: true,
    onFile: () => {},
    async finish([side]) {
      if (side) await page.write(side.counters, null);
      return EXIT.fine;
    },
  };
}

function refuseFormat({ format, full, decisions }: OutputOptions, isComparison: boolean): void {
  const problem =
    (full && format !== 'text' && `--full is for --format text, not ${format}; remove it`) ||
    (format === 'slack' && isComparison && '--against prints text or JSON; remove --format slack') ||
    (format === 'slack' && decisions && '--decisions prints JSON; remove --format slack');
  if (problem) throw new CliError(problem, EXIT.usage);
}

function checkPage(file: string, isComparison: boolean, format: OutputOptions['format']): void {
  if (file === '-') {
    throw new CliError('--html writes a file, not standard output; name one, such as --html report.html', EXIT.usage);
  }
  if (!isComparison && format !== 'text') {
    const remedy = `remove --format ${format}, or run replay twice`;
    throw new CliError(`--html writes a page instead of printing alerts; ${remedy}`, EXIT.usage);
  }
}

function createPrintedOutput(view: View): Output {
  const finish = async (): Promise<ExitCode> => {
    view.finish();
    return EXIT.fine;
  };
  return { views: [view], notesIgnored: false, onFile: () => {}, finish };
}

type PageOutput = Awaited<ReturnType<typeof createPage>>;

// The page is loaded only if it is wanted. What prevents it from being written is reported before everything is read.
async function createPage(file: string, settings: Settings, terminal: Terminal) {
  const folder = dirname(file);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CliError(escaped`--html: there is no directory ${folder}; create it first`, EXIT.usage);
  const { collectReport, writeReport } = await import('../report/report-view.ts');
  const { readPageAssets } = await import('../report/page-assets.ts');
  const assets = readPageAssets();
  const collector = collectReport(settings);
  const write = async (counters: Side['counters'], changes: Parameters<typeof collector.parts>[1]) =>
    writeReport(file, await collector.parts(counters, changes), assets, terminal);
  return { collector, write };
}

function createComparisonOutput(
  settings: { readonly before: Settings; readonly after: Settings },
  page: PageOutput | null,
  { format, failOnChange }: OutputOptions,
  terminal: Terminal,
): Output {
  const groups = createChangeGroups<JsonObject>();
  const comparison = compareSides(settings, (change: Change<JsonObject>) => {
    groups.add(change);
    if (format === 'json') terminal.out(JSON.stringify(changeLine(change)));
  });
  return {
    views: [
      createListeningView(
        [comparison.before, ...(page ? [page.collector] : [])],
        page === null ? [] : settings.before.routeTables,
      ),
      createListeningView([comparison.after]),
    ],
    notesIgnored: page !== null,
    onFile: comparison.endFile,
    async finish([before, after]) {
      const notCompared = comparison.finish();
      if (before === undefined || after === undefined) throw new RangeError('a comparison has two sides');
      const counters = { before: before.counters, after: after.counters };
      if (format === 'text') printChanges(groups, counters, terminal);
      await page?.write(before.counters, { groups, counters });
      if (notCompared > 0) {
        const left = countOf(notCompared, 'alert');
        printError(terminal, `${left} of correlations not compared: there are too many`);
        return EXIT.findings;
      }
      return failOnChange && groups.total > 0 ? EXIT.findings : EXIT.fine;
    },
  };
}

function createView({ format, full, decisions }: OutputOptions, settings: Settings, terminal: Terminal): View {
  if (decisions) return createDecisionsView(terminal);
  if (format === 'json') return createJsonView(settings, terminal);
  return createChannelsView(full ? 'full' : format, settings, terminal);
}
