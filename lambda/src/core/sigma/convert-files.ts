// Converts Sigma files. In: the files of one conversion, so that correlation rules find the rules they refer to. Out: a rule for
// each document that can be converted, and a refusal for each other one. Never throws for what is in a file.

import type { RuleDefinition } from '../rules/rule.ts';
import { type Correlation, correlationOf, feeds } from './correlations.ts';
import { describeRule, nameOf, severityOf } from './describe-rule.ts';
import { readDocuments, type Tree } from './read-documents.ts';
import { readRule } from './read-rule.ts';
import { Refusal } from './refusal.ts';
import { writeRule } from './write-rule.ts';

export interface SigmaFile {
  /** The path, for messages and as the source of rules. */
  readonly path: string;
  readonly text: string;
}

/** A converted rule, with the attributes of the variable `rules`. */
export interface ConvertedRule extends Pick<RuleDefinition, 'name' | 'expression' | 'severity' | 'description'> {
  readonly runbook_url: string | null;
  /** The path of the file. */
  readonly source: string;
}

/** A document that is not converted, or a warning about one that is. Lines count from 1. */
export interface Remark {
  readonly level: 'error' | 'warning';
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export interface Conversion {
  readonly rules: readonly ConvertedRule[];
  readonly remarks: readonly Remark[];
}

interface FileDocument {
  readonly path: string;
  readonly document: Tree | Refusal;
}

/** Converts every document of the files. The caller must have awaited `loadPatternEngine`. */
export function convertFiles(files: readonly SigmaFile[]): Conversion {
  const documents = files.flatMap(documentsOf);
  const correlations = documents.flatMap(({ path, document }) => {
    const correlation = document instanceof Refusal ? null : correlationOf(document, path);
    return correlation === null ? [] : [correlation];
  });
  const names = new Set<string>();
  const converted = documents.map((one) => convertDocument(one, correlations, names));
  return { rules: converted.flatMap(({ rules }) => rules), remarks: converted.flatMap(({ remarks }) => remarks) };
}

function documentsOf({ path, text }: SigmaFile): readonly FileDocument[] {
  const documents = readDocuments(text.replace(/^\uFEFF/, ''));
  if (documents.length === 0) return [{ path, document: new Refusal(1, 'the file has no YAML document') }];
  return documents.map((document) => ({ path, document }));
}

function convertDocument(
  { path, document }: FileDocument,
  correlations: readonly Correlation[],
  names: Set<string>,
): Conversion {
  try {
    if (document instanceof Refusal) throw document;
    return convertRule(path, document, correlations, names);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { rules: [], remarks: [{ level: 'error', path, line: refusal.line, message: refusal.message }] };
  }
}

function convertRule(
  path: string,
  document: Tree,
  correlations: readonly Correlation[],
  names: Set<string>,
): Conversion {
  const correlation = correlationOf(document, path);
  if (correlation !== null) {
    throw new Refusal(correlation.line, 'correlation rules are not supported: a rule sees one event at a time');
  }
  const rule = readRule(document);
  const user = correlations.find((one) => feeds(rule, path, one));
  if (user !== undefined) {
    throw new Refusal(
      rule.line,
      `it only feeds the correlation rule at ${user.path}:${user.line}, which is not supported`,
    );
  }
  const { expression, warnings } = writeRule(rule);
  const name = nameOf(rule, names);
  names.add(name);
  const isDeprecated =
    rule.status === 'deprecated' ? ['its status says that another rule replaces it (`deprecated`)'] : [];
  return {
    rules: [{ name, expression, severity: severityOf(rule), ...describeRule(rule), source: path }],
    remarks: [...isDeprecated, ...warnings].map((message) => ({ level: 'warning', path, line: rule.line, message })),
  };
}
