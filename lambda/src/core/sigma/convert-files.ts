// Converts Sigma files. In: the files of one conversion, so that correlation rules find the rules they refer to. Out: a rule for
// each document that can be converted, and a refusal for each other one. Never throws for what is in a file. First the rules about
// single events are converted, then the correlations, each after the rules that feed it. A rule that feeds only correlations that
// are refused is refused too: alone it would alert far too often.

import type { ConvertedRule, Remark } from './converted-rule.ts';
import { describeRule, nameOf, severityOf } from './describe-rule.ts';
import { type CorrelationOutline, outlineOf, readCorrelation } from './read-correlation.ts';
import { childOf, type MapTree, readDocuments, type Tree } from './read-documents.ts';
import { readRule } from './read-rule.ts';
import { Refusal } from './refusal.ts';
import type { Located, SigmaMeta } from './sigma-rule.ts';
import { type SigmaFeeder, writeCorrelation } from './write-correlation.ts';
import { writeRule } from './write-rule.ts';

export interface SigmaFile {
  /** The path, for messages and as the source of rules. */
  readonly path: string;
  readonly text: string;
}

export interface Conversion {
  readonly rules: readonly ConvertedRule[];
  readonly remarks: readonly Remark[];
}

/** A document that can be converted. */
interface Converted {
  readonly meta: SigmaMeta;
  readonly rule: ConvertedRule;
  readonly warnings: readonly string[];
  /** See `SigmaFeeder`. */
  readonly group: ReadonlyMap<string, string> | null;
}

/** A document and what became of it. */
interface Entry {
  readonly path: string;
  readonly document: Tree | Refusal;
  readonly outline: CorrelationOutline | null;
  /** Undefined until it is converted; `pending` while the rules that feed it are. */
  state: Converted | Refusal | 'pending' | undefined;
  role: Role | undefined;
}

/** Converts every document of the files. The caller must have awaited `loadPatternEngine`. */
export function convertFiles(files: readonly SigmaFile[]): Conversion {
  const entries = files.flatMap(entriesOf);
  const names = new Set<string>();
  for (const entry of entries) if (entry.outline === null) convertSingle(entry, names);
  for (const entry of entries) if (entry.outline !== null) convertCorrelation(entry, entries, names);
  const results = entries.map((entry) => resultOf(entry, entries));
  return { rules: results.flatMap(({ rules }) => rules), remarks: results.flatMap(({ remarks }) => remarks) };
}

function entriesOf({ path, text }: SigmaFile): Entry[] {
  const read = readDocuments(text.replace(/^\uFEFF/, ''));
  const documents = read.length > 0 ? read : [new Refusal(1, 'the file has no YAML document')];
  return documents.map((document) => ({
    path,
    document,
    outline: document instanceof Refusal ? null : outlineOf(document, path),
    state: undefined,
    role: undefined,
  }));
}

function convertSingle(entry: Entry, names: Set<string>): void {
  const { path, document } = entry;
  entry.state = attempt(() => {
    if (document instanceof Refusal) throw document;
    const meta = readRule(document);
    const { expression, warnings } = writeRule(meta);
    return { meta, rule: toRule(meta, path, names, { expression }), warnings, group: null };
  });
}

function convertCorrelation(entry: Entry, entries: readonly Entry[], names: Set<string>): void {
  if (entry.state !== undefined) return;
  entry.state = 'pending';
  entry.state = attempt(() => {
    const meta = readCorrelation(entry.document as MapTree); // Only maps have an outline.
    const feeders = meta.rules.map((reference) => feederOf(reference, entry, entries, names));
    const { correlation, group } = writeCorrelation(meta, feeders);
    return { meta, rule: toRule(meta, entry.path, names, { expression: null, correlation }), warnings: [], group };
  });
}

function attempt(convert: () => Converted): Converted | Refusal {
  try {
    return convert();
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal;
    throw refusal;
  }
}

function feederOf({ text, line }: Located, from: Entry, entries: readonly Entry[], names: Set<string>): SigmaFeeder {
  const meant = entriesMeant(text, from.path, entries);
  const [entry] = meant;
  if (entry === undefined) throw new Refusal(line, `it refers to \`${text}\`, which is in none of the files`);
  if (meant.length > 1) throw new Refusal(line, `several rules are called \`${text}\``);
  if (entry.outline !== null) convertCorrelation(entry, entries, names);
  const { state } = entry;
  if (state === 'pending') throw new Refusal(line, `it refers to \`${text}\`, which refers back to it`);
  if (state === undefined || state instanceof Refusal) throw new Refusal(line, `the rule \`${text}\` is refused`);
  const { id, name, title } = state.meta;
  const others = [id, name, title].filter((one) => one !== null);
  return { reference: text, names: others, converted: state.rule.name, group: state.group };
}

// A rule of the same file comes before others with its name.
function entriesMeant(reference: string, path: string, entries: readonly Entry[]): readonly Entry[] {
  const found = entries.filter((entry) => isMeantBy(reference, path, entry));
  const near = found.filter((entry) => entry.path === path);
  return near.length > 0 ? near : found;
}

// Published rules refer to others by name or id, in the same file also by title.
function isMeantBy(reference: string, path: string, { document, path: own }: Entry): boolean {
  if (document instanceof Refusal || document.kind !== 'map') return false;
  return (path === own ? ['id', 'name', 'title'] : ['id', 'name']).some((key) => {
    const value = childOf(document, key);
    return value?.kind === 'scalar' && typeof value.value === 'string' && value.value.trim() === reference;
  });
}

function toRule(
  meta: SigmaMeta,
  source: string,
  names: Set<string>,
  content: Pick<ConvertedRule, 'expression' | 'correlation'>,
): ConvertedRule {
  const name = nameOf(meta, names);
  names.add(name);
  return { name, ...content, severity: severityOf(meta), ...describeRule(meta), source };
}

function resultOf(entry: Entry, entries: readonly Entry[]): Conversion {
  const { state, path } = entry;
  // Every entry has been converted.
  if (state === undefined || state === 'pending') return { rules: [], remarks: [] };
  if (state instanceof Refusal) return refused(path, state.line, state.message);
  const line = entry.outline?.line ?? state.meta.line;
  const role = roleOf(entry, entries);
  if (role !== 'alerts' && role !== 'feeds') {
    return refused(path, line, `it only feeds the correlation rule at ${role.path}:${role.line}, which is refused`);
  }
  const isDeprecated =
    state.meta.status === 'deprecated' ? ['its status says that another rule replaces it (`deprecated`)'] : [];
  return {
    rules: [role === 'feeds' ? { ...state.rule, generate: false } : state.rule],
    remarks: [...isDeprecated, ...state.warnings].map((message) => ({ level: 'warning', path, line, message })),
  };
}

function refused(path: string, line: number, message: string): Conversion {
  return { rules: [], remarks: [{ level: 'error', path, line, message }] };
}

/** A refused correlation is the outline of the only ones that use the rule. */
type Role = 'alerts' | 'feeds' | CorrelationOutline;

function roleOf(entry: Entry, entries: readonly Entry[]): Role {
  entry.role ??= findRole(entry, entries);
  return entry.role;
}

function findRole(entry: Entry, entries: readonly Entry[]): Role {
  const users = entries.filter(
    (one) => one !== entry && one.outline?.rules.some((name) => isMeantBy(name, one.path, entry)),
  );
  const [user] = users;
  if (user === undefined || users.some(({ outline }) => outline?.generate)) return 'alerts';
  const works = (one: Entry): boolean => {
    if (one.state === undefined || one.state === 'pending' || one.state instanceof Refusal) return false;
    return typeof roleOf(one, entries) === 'string';
  };
  return users.some(works) ? 'feeds' : (user.outline as CorrelationOutline);
}
