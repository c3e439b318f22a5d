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
import { type DefinitionRef, usersOf, withDefinition, withNewName, withoutDefinition } from './definitions.ts';
import { fromFragment, toFragment } from './fragment.ts';
import { History } from './history.ts';
import { EMPTY_DOCUMENT, nameOf, ruleAt, withChange, withoutRule, withRule } from './rule-document.ts';
import { saveText } from './save.ts';
import { servedFiles } from './served-files.ts';
import { createStore, type Store } from './store.ts';

export interface StudioState {
  readonly packs: readonly PackInfo[];
  readonly document: RuleDocument;
  readonly selected: RuleRef | null;
  /** The list or predicate whose form is open. */
  readonly definition: DefinitionRef | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
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
    ...{ definition: null, canUndo: false, canRedo: false },
    filter: { text: '', outcome: 'all', rule: null, onlyMarked: false },
    list: { count: 0, version: 0 },
    ...{ vocabulary: null, event: null, detail: null, cases: [], remarks: [], status: '' },
  });
  readonly client: Client;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly history = new History<RuleDocument>();

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

  /** Shows another document, and its first rule. */
  private async show(document: RuleDocument): Promise<void> {
    const selected: RuleRef | null = document.rules.length > 0 ? { list: 'rules', index: 0 } : null;
    this.store.set({ document, selected, definition: null });
    this.setFilter({ rule: selected });
    await this.check();
  }

  /** Changes the document. Quick changes of the same thing, named by `what`, are undone together. */
  change(document: RuleDocument, what: string | null = null): void {
    this.history.add(this.store.get().document, what, performance.now());
    this.replace(document);
  }

  undo(): void {
    this.goTo(this.history.undo(this.store.get().document), 'Undone.', 'There is nothing to undo.');
  }

  redo(): void {
    this.goTo(this.history.redo(this.store.get().document), 'Done again.', 'There is nothing to redo.');
  }

  changeRule(ref: RuleRef, change: RuleEntry): void {
    const what = `${ref.list} ${ref.index} ${Object.keys(change)}`;
    this.change(withChange(this.store.get().document, ref, change), what);
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

  addDefinition(kind: DefinitionRef['kind']): void {
    const { document, ref } = withDefinition(this.store.get().document, kind);
    this.change(document);
    this.store.set({ definition: ref });
  }

  /** Renames a list or predicate, and where it is used. The caller has checked the name. */
  renameDefinition(ref: DefinitionRef, name: string): void {
    const { document } = this.store.get();
    const users = this.usersOf(ref).length;
    this.change(withNewName(document, ref, name));
    this.store.set({ definition: { ...ref, name } });
    this.say(`Renamed ${ref.name} to ${name}${users === 0 ? '' : `, also where it is used (${users})`}.`);
  }

  removeDefinition(ref: DefinitionRef): void {
    const users = this.usersOf(ref);
    this.change(withoutDefinition(this.store.get().document, ref));
    this.store.set({ definition: null });
    this.say(`Removed ${ref.name}${users.length === 0 ? '' : `, which is used by ${users.join(', ')}`}.`);
  }

  /** Opens the form of a list or predicate; closes it if it is open. */
  openDefinition(ref: DefinitionRef | null): void {
    this.store.set({ definition: ref });
  }

  /** The names of the rules and predicates that use a list or predicate. */
  usersOf(ref: DefinitionRef): string[] {
    const { document } = this.store.get();
    return usersOf(document, ref, (list, index) => nameOf(document, { list, index }));
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
    const count = rules.length + (replaced?.rules.length ?? 0) + (replaced?.ignore_rules.length ?? 0);
    if (replaced !== null || count > 0) {
      this.history.add(this.store.get().document, null, performance.now());
      this.keepHistory();
      await this.show({ ...document, rules: [...document.rules, ...rules] });
    }
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

  private replace(document: RuleDocument): void {
    this.store.set({ document });
    this.keepHistory();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.attempt(this.check()), CHECK_AFTER_MS);
  }

  private keepHistory(): void {
    const { canUndo, canRedo } = this.history;
    this.store.set({ canUndo, canRedo });
  }

  // What was open may not exist in the other document.
  private goTo(document: RuleDocument | null, done: string, nothing: string): void {
    this.say(document === null ? nothing : done);
    if (document === null) return;
    this.replace(document);
    const { selected, definition } = this.store.get();
    if (selected !== null && ruleAt(document, selected) === undefined) this.select(null);
    const isOpen = definition !== null && Object.hasOwn(document[definition.kind], definition.name);
    if (!isOpen) this.store.set({ definition: null });
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
