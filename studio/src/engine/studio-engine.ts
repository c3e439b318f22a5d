// What the worker does: keeps the events, decides on them whenever the rules change, and answers the page. In: the calls of the
// page. Out: answers and reports. Works in slices of time, so that a call never waits for a pass over all events.

import { loadKnownEvents } from '../../../lambda/src/cli/event-names/known-events.ts';
import { loadPatternEngine } from '../../../lambda/src/core/language/functions/pattern-engine.ts';
import { PACKS } from '../../../lambda/src/core/rules/catalogue/packs.ts';
import { alertsAlone } from '../../../lambda/src/core/rules/resolve-correlations.ts';
import { arrivalMs } from '../../../lambda/src/core/sources/arrival.ts';
import { rulesOf } from '../../../lambda/src/setup/compose-rules.ts';
import type {
  CheckedRules,
  CorrelationAlert,
  EventDetail,
  EventRow,
  Imported,
  ListFilter,
  LoadState,
  PackInfo,
  Report,
  RuleDocument,
  RuleRef,
  StudioFile,
  Vocabulary,
} from '../protocol.ts';
import { correlate, MOST_CORRELATED, OutdatedError } from './correlations.ts';
import { Decisions } from './decisions.ts';
import { filterEvents, inOrderOfTime, rowOf } from './event-list.ts';
import { EventStore } from './event-store.ts';
import { explain, slackMessagesOf } from './explain-event.ts';
import { exportCases, exportDecisions, exportRules } from './export-rules.ts';
import { importRules } from './import-rules.ts';
import { Loader } from './loader.ts';
import { noiseOf } from './noise.ts';
import { pacer } from './pause.ts';
import { type RuleBook, readRules } from './rule-book.ts';
import { seenFieldsOf, vocabularyOf } from './vocabulary.ts';

const REPORT_MS = 150;
const EVERYTHING: ListFilter = { text: '', outcome: 'all', rule: null, onlyMarked: false };

export class StudioEngine {
  private events = new EventStore();
  private decisions = new Decisions();
  private loader: Loader;
  private order: Uint32Array = new Uint32Array();
  private shown: Uint32Array = new Uint32Array();
  private filter = EVERYTHING;
  private seen = seenFieldsOf(this.events);
  private book: RuleBook | null = null;
  private revision = 0;
  private correlations: readonly CorrelationAlert[] | null = null;
  private notCorrelated = 0;
  private readonly report: (report: Report) => void;

  constructor(report: (report: Report) => void) {
    this.report = report;
    this.loader = new Loader(this.events, (state) => report({ report: 'load', state }));
  }

  packs(): readonly PackInfo[] {
    return PACKS.map(({ name, description, rules }) => ({
      ...{ name, description },
      rules: rules.map((rule) => ({ name: rule.name, severity: rule.severity, description: rule.description })),
    }));
  }

  async load(files: readonly StudioFile[]): Promise<LoadState> {
    const sorted = files.toSorted((one, other) => arrival(one) - arrival(other));
    const state = await this.loader.load(sorted);
    this.seen = seenFieldsOf(this.events);
    this.restart();
    return state;
  }

  clear(): LoadState {
    this.loader.stop();
    this.events = new EventStore();
    this.seen = seenFieldsOf(this.events);
    this.loader = new Loader(this.events, (state) => this.report({ report: 'load', state }));
    this.restart();
    return this.loader.state;
  }

  async setRules(document: RuleDocument): Promise<CheckedRules> {
    await loadPatternEngine();
    const { book, checked } = readRules(document, await loadKnownEvents());
    if (book !== null) {
      this.book = book;
      this.restart();
    }
    return checked;
  }

  setFilter(filter: ListFilter): number {
    this.filter = filter;
    this.refreshList();
    return this.shown.length;
  }

  rows(from: number, to: number): readonly EventRow[] {
    const selected = this.selectedRule();
    return [...this.shown.subarray(from, to)].map((id) => rowOf(id, this.events, this.decisions, selected));
  }

  detail(id: number, ref: RuleRef | null): EventDetail | null {
    if (id >= this.events.length || this.book === null) return null;
    const { book, events, decisions } = this;
    const record = events.recordAt(id);
    const file = events.textOf(id, 'file');
    const rules = decisions.rulesAt(id);
    const selected = ref === null ? undefined : book.find(ref);
    const concerned = new Set([selected, ...rules, decisions.ignoreRuleAt(id)]);
    const explanations = [...concerned].map((rule) => (rule ? explain(rule, record, book) : null));
    return {
      ...{ id, file, json: JSON.stringify(record, null, 2), outcome: decisions.outcomeAt(id) },
      explanations: explanations.filter((one) => one !== null),
      ...slackMessagesOf(record, file, rules, book),
    };
  }

  vocabulary(): Vocabulary {
    return vocabularyOf(this.seen, this.book);
  }

  async importRules(files: readonly { readonly path: string; readonly text: string }[]): Promise<Imported> {
    await loadPatternEngine();
    return importRules(files);
  }

  exportRules(document: RuleDocument, format: 'tfvars' | 'json'): string {
    return exportRules(document, format);
  }

  async exportCases(ids: readonly number[], document: RuleDocument): Promise<string> {
    await this.setRules(document);
    const { book, events } = this;
    if (book === null) throw new Error('the rules have problems; correct them, then export the cases');
    const records = ids.map((id) => events.recordAt(id));
    return exportCases(records, document, book);
  }

  async exportDecisions(): Promise<Blob> {
    const { book, events } = this;
    return book === null ? new Blob() : exportDecisions(events.length, (id) => events.recordAt(id), book);
  }

  private selectedRule() {
    return this.filter.rule === null ? undefined : this.book?.find(this.filter.rule);
  }

  private restart(): void {
    this.decisions = new Decisions();
    this.order = inOrderOfTime(this.events);
    this.correlations = null;
    this.notCorrelated = 0;
    const revision = ++this.revision;
    this.decide(() => revision !== this.revision).catch((error: unknown) => {
      if (!(error instanceof OutdatedError)) this.report({ report: 'fault', message: String(error) });
    });
  }

  private async decide(isOutdated: () => boolean): Promise<void> {
    const { book, events, decisions } = this;
    if (book === null) return;
    const mayMatch = events.kinds.mayMatch(book.ruleSet.filter);
    const pace = pacer();
    let reportedMs = performance.now();
    for (let id = 0; id < events.length; id++) {
      await pace();
      if (isOutdated()) return;
      if (mayMatch(id)) decisions.add(book.ruleSet.decide(events.recordAt(id)));
      else decisions.addUnmatched();
      if (performance.now() - reportedMs < REPORT_MS) continue;
      reportedMs = performance.now();
      this.reportDecided(false);
    }
    this.refreshList();
    this.reportDecided(true);
    await this.correlate(book, isOutdated);
  }

  private async correlate(book: RuleBook, isOutdated: () => boolean): Promise<void> {
    const feeding = [...this.order].filter((id) => this.decisions.feedsAt(id));
    this.notCorrelated = Math.max(0, feeding.length - MOST_CORRELATED);
    const events = feeding.slice(0, MOST_CORRELATED);
    const found = await correlate(events, (id) => this.events.recordAt(id), book, isOutdated);
    if (isOutdated()) return;
    this.correlations = found;
    this.reportDecided(true);
  }

  private reportDecided(isComplete: boolean): void {
    const { book, events, decisions } = this;
    if (book === null) return;
    const { counts, length, failures } = decisions;
    const rules = decisions.ruleCounts(rulesOf(book.settings).filter(alertsAlone), book.settings.ignoreRules);
    this.report({
      report: 'decided',
      decided: {
        ...{ done: length, total: events.length, rules, failures },
        counts: { ...counts, undecided: events.length - length },
        noise: isComplete ? noiseOf(events, decisions) : null,
        correlations: this.correlations,
        notCorrelated: this.notCorrelated,
      },
    });
  }

  private refreshList(): void {
    this.shown = filterEvents(this.order, this.events, this.decisions, this.filter, this.selectedRule());
    this.report({ report: 'list', count: this.shown.length });
  }
}

function arrival({ path }: StudioFile): number {
  return arrivalMs(path) ?? Number.MAX_SAFE_INTEGER;
}
