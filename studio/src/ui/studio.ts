// The studio's state and what a user can do. In: actions. Out: state. Talks to the worker; components only read the state and call
// actions.

import type {
  CheckedRules,
  Decided,
  EventDetail,
  ListFilter,
  LoadState,
  PackInfo,
  Report,
  RuleDocument,
  RuleEntry,
  RuleRef,
  StudioFile,
  Vocabulary,
} from '../protocol.ts';
import { type Client, startWorker } from './client.ts';
import { fromFragment, toFragment } from './fragment.ts';
import { EMPTY_DOCUMENT, nameOf, withChange, withoutRule, withRule } from './rule-document.ts';
import { saveText } from './save.ts';
import { servedFiles } from './served-files.ts';
import { createStore, type Store } from './store.ts';

export interface StudioState {
  readonly packs: readonly PackInfo[];
  readonly document: RuleDocument;
  readonly selected: RuleRef | null;
  readonly checked: CheckedRules | null;
  readonly load: LoadState;
  readonly decided: Decided | null;
  readonly filter: ListFilter;
  /** How many rows the list has; `version` changes whenever rows have to be read again. */
  readonly list: { readonly count: number; readonly version: number };
  readonly vocabulary: Vocabulary | null;
  readonly event: number | null;
  readonly detail: EventDetail | null;
  /** The events of the test cases. */
  readonly cases: readonly number[];
  /** What the last import did not import. */
  readonly remarks: readonly string[];
  /** What screen readers announce and the status line shows. */
  readonly status: string;
}

const NOTHING_LOADED: LoadState = {
  ...{ files: 0, filesDone: 0, events: 0, bytes: 0, problems: [], problemCount: 0, isLoading: false },
};

const NO_EVENTS = { event: null, detail: null, decided: null, cases: [] };
const CHECK_AFTER_MS = 120;

/** Creates the studio and starts its worker. */
export class Studio {
  readonly store: Store<StudioState> = createStore<StudioState>({
    ...{ packs: [], document: EMPTY_DOCUMENT, selected: null, checked: null, load: NOTHING_LOADED, decided: null },
    filter: { text: '', outcome: 'all', rule: null, onlyMarked: false },
    list: { count: 0, version: 0 },
    ...{ vocabulary: null, event: null, detail: null, cases: [], remarks: [], status: '' },
  });
  readonly client: Client;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.client = startWorker(
      (report) => this.receive(report),
      (message) => this.say(message),
    );
  }

  /** Reads the link, if there is one, and shows the rules. */
  async start(fragment: string): Promise<void> {
    const linked = await fromFragment(fragment);
    if (linked === null && fragment.length > 1) this.say('The link contains no rules, or it was cut.');
    if (linked !== null) await this.show(linked);
    this.store.set({ packs: await this.client.call('packs') });
    if (linked === null) await this.check();
    const served = await servedFiles();
    if (served !== null) await this.open(served);
  }

  /** Replaces the document, for example by an imported one. */
  async show(document: RuleDocument): Promise<void> {
    const selected: RuleRef | null = document.rules.length > 0 ? { list: 'rules', index: 0 } : null;
    this.store.set({ document, selected });
    this.setFilter({ rule: selected });
    await this.check();
  }

  change(document: RuleDocument): void {
    this.store.set({ document });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.attempt(this.check()), CHECK_AFTER_MS);
  }

  changeRule(ref: RuleRef, change: RuleEntry): void {
    this.change(withChange(this.store.get().document, ref, change));
  }

  addRule(list: RuleRef['list'], rule: RuleEntry): void {
    const document = withRule(this.store.get().document, list, rule);
    this.change(document);
    this.select({ list, index: document[list].length - 1 });
  }

  removeRule(ref: RuleRef): void {
    const { document } = this.store.get();
    this.say(`Removed ${nameOf(document, ref)}.`);
    const left = withoutRule(document, ref);
    this.change(left);
    this.select(left[ref.list].length === 0 ? null : { ...ref, index: Math.min(ref.index, left[ref.list].length - 1) });
  }

  select(selected: RuleRef | null): void {
    this.store.set({ selected });
    this.setFilter({ rule: selected });
    this.refreshDetail();
  }

  setFilter(change: Partial<ListFilter>): void {
    const filter = { ...this.store.get().filter, ...change };
    this.store.set({ filter });
    this.attempt(this.client.call('setFilter', filter));
  }

  async open(files: readonly StudioFile[]): Promise<void> {
    if (files.length === 0) return this.say('There is no log file (.json, .json.gz) in what you chose.');
    this.say(`Reading ${files.length} ${files.length === 1 ? 'file' : 'files'}…`);
    const load = await this.client.call('load', files);
    this.store.set({ load, vocabulary: await this.client.call('vocabulary') });
    const problems = load.problemCount === 0 ? '' : ` ${load.problemCount} problems.`;
    this.say(`${load.events} events in ${load.filesDone} files.${problems}`);
  }

  async clear(): Promise<void> {
    this.store.set({ load: await this.client.call('clear'), ...NO_EVENTS });
    this.say('Removed all events.');
  }

  /** Replaces the rules by those of settings, or adds those of Sigma files. */
  async importRules(files: FileList): Promise<void> {
    const texts = await Promise.all([...files].map(async (file) => ({ path: file.name, text: await file.text() })));
    const { rules, document: replaced, remarks } = await this.client.call('importRules', texts);
    const document = replaced ?? this.store.get().document;
    this.store.set({ remarks });
    await this.show({ ...document, rules: [...document.rules, ...rules] });
    const count = rules.length + (replaced?.rules.length ?? 0) + (replaced?.ignore_rules.length ?? 0);
    this.say(`Imported ${count} ${count === 1 ? 'rule' : 'rules'}.`);
  }

  addCase(event: number): void {
    const cases = [...new Set([...this.store.get().cases, event])];
    this.store.set({ cases });
    this.say(`${cases.length} test ${cases.length === 1 ? 'case' : 'cases'}.`);
  }

  async exportCases(): Promise<void> {
    const { cases, document } = this.store.get();
    saveText('cases.json', await this.client.call('exportCases', cases, document));
  }

  selectEvent(event: number | null): void {
    this.store.set({ event });
    this.refreshDetail();
  }

  say(status: string): void {
    this.store.set({ status });
  }

  /** Shows the error of something that runs in the background. */
  attempt(running: Promise<unknown>): void {
    running.catch((error: unknown) => this.say(error instanceof Error ? error.message : String(error)));
  }

  private async check(): Promise<void> {
    const { document } = this.store.get();
    const checked = await this.client.call('setRules', document);
    this.store.set({ checked, vocabulary: await this.client.call('vocabulary') });
    const isEmpty = JSON.stringify(document) === JSON.stringify(EMPTY_DOCUMENT);
    history.replaceState(null, '', isEmpty ? location.pathname + location.search : `#${await toFragment(document)}`);
  }

  private receive(report: Report): void {
    switch (report.report) {
      case 'load':
        this.store.set({ load: report.state });
        break;
      case 'decided':
        this.store.set({ decided: report.decided });
        if (report.decided.done === report.decided.total) this.refreshDetail();
        break;
      case 'fault':
        this.say(`The studio cannot decide on these events: ${report.message}`);
        break;
      case 'list':
        this.store.set({ list: { count: report.count, version: this.store.get().list.version + 1 } });
        break;
    }
  }

  private refreshDetail(): void {
    const { event, selected } = this.store.get();
    if (event === null) {
      this.store.set({ detail: null });
      return;
    }
    this.attempt(
      this.client.call('detail', event, selected).then((detail) => {
        if (this.store.get().event === event) this.store.set({ detail });
      }),
    );
  }
}
