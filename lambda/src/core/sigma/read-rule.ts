// Reads a rule from a document. In: the tree of a document. Out: the rule, or a refusal that says which part is missing, is not
// valid or is not supported.

import { readFieldTest } from './modifiers.ts';
import { parseCondition } from './parse-condition.ts';
import { childOf, type MapTree, type ScalarTree, type Tree } from './read-documents.ts';
import { Refusal } from './refusal.ts';
import type { Detection, SigmaLevel, SigmaMeta, SigmaRule } from './sigma-rule.ts';

const LEVELS: readonly SigmaLevel[] = ['informational', 'low', 'medium', 'high', 'critical'];

/** Reads a detection rule. */
export function readRule(document: Tree): SigmaRule {
  if (document.kind !== 'map') throw new Refusal(document.line, 'not a Sigma rule: a document must be a map');
  checkKind(document);
  checkLogSource(document);
  const detection = mapOf(document, 'detection');
  return { ...readMeta(document), detections: readDetections(detection), conditions: readConditions(detection) };
}

/** Reads what every kind of rule says about itself. */
export function readMeta(document: MapTree): SigmaMeta {
  return {
    line: document.line,
    title: textOf(document, 'title') ?? refuseMissing(document, 'title'),
    id: textOf(document, 'id'),
    name: textOf(document, 'name'),
    description: textOf(document, 'description') ?? '',
    level: levelOf(document),
    status: textOf(document, 'status'),
    references: textsOf(document, 'references'),
    falsePositives: textsOf(document, 'falsepositives'),
    tags: textsOf(document, 'tags'),
  };
}

/** Refuses documents of another kind, taxonomy or status. */
export function checkKind(document: MapTree): void {
  const line = (key: string): number => document.entries.find((entry) => entry.key === key)?.line ?? document.line;
  const has = (key: string): boolean => childOf(document, key) !== undefined;
  if (has('filter')) {
    throw new Refusal(line('filter'), 'filters are not supported: write an ignore rule (variable `ignore_rules`)');
  }
  if (has('action')) throw new Refusal(line('action'), 'rule collections (`action`) are obsolete in Sigma 2');
  const taxonomy = textOf(document, 'taxonomy') ?? 'sigma';
  if (taxonomy !== 'sigma') throw new Refusal(line('taxonomy'), `the taxonomy \`${taxonomy}\` is not supported`);
  if (textOf(document, 'status') === 'unsupported') {
    throw new Refusal(line('status'), 'its status says that it cannot be used (`unsupported`)');
  }
}

/** Refuses a rule about other logs than those of CloudTrail. */
export function checkLogSource(document: MapTree): void {
  const source = mapOf(document, 'logsource');
  const [product, service, category] = ['product', 'service', 'category'].map((key) => textOf(source, key));
  if (product === 'aws' && service === 'cloudtrail' && category === null) return;
  const given = Object.entries({ product, service, category }).flatMap(([key, value]) =>
    value ? [`${key}: ${value}`] : [],
  );
  throw new Refusal(
    source.line,
    `its log source is not \`product: aws, service: cloudtrail\`, but \`${given.join(', ')}\``,
  );
}

function readDetections(detection: MapTree): ReadonlyMap<string, Detection> {
  const identifiers = detection.entries.filter(({ key }) => key !== 'condition');
  if (identifiers.length === 0) throw new Refusal(detection.line, 'the detection has no search identifiers');
  if (identifiers.some(({ key }) => key === 'timeframe')) {
    throw new Refusal(detection.line, '`timeframe` is obsolete in Sigma 2, which has correlation rules instead');
  }
  return new Map(identifiers.map(({ key, value, line }) => [key, readDetection(value, line)]));
}

function readDetection(tree: Tree, line: number): Detection {
  if (tree.kind === 'map') {
    if (tree.entries.length === 0) throw new Refusal(line, 'this map is empty');
    return joined(
      'and',
      tree.entries.map((entry) => readFieldTest(entry.key, entry.value, entry.line)),
    );
  }
  if (tree.kind === 'scalar') return readFieldTest('', tree, line);
  if (tree.items.length === 0) throw new Refusal(line, 'this list is empty');
  if (tree.items.every(({ kind }) => kind === 'scalar')) return readFieldTest('', tree, line);
  return joined(
    'or',
    tree.items.map((item) => {
      if (item.kind === 'list') throw new Refusal(item.line, 'a list cannot contain a list here');
      return readDetection(item, item.line);
    }),
  );
}

function joined(type: 'and' | 'or', operands: readonly Detection[]): Detection {
  return operands.length === 1 ? (operands[0] as Detection) : { type, operands };
}

function readConditions(detection: MapTree): SigmaRule['conditions'] {
  const given = childOf(detection, 'condition');
  if (given === undefined) throw new Refusal(detection.line, 'the detection has no condition');
  const conditions = given.kind === 'list' ? given.items : [given];
  if (conditions.length === 0) throw new Refusal(given.line, 'the list of conditions is empty');
  return conditions.map((one) => {
    if (one.kind !== 'scalar' || typeof one.value !== 'string')
      throw new Refusal(one.line, 'a condition must be a string');
    return { condition: parseCondition(one.value, one.line), line: one.line };
  });
}

function levelOf(document: MapTree): SigmaLevel {
  const level = textOf(document, 'level') ?? 'medium';
  if ((LEVELS as readonly string[]).includes(level)) return level as SigmaLevel;
  throw new Refusal(
    childOf(document, 'level')?.line ?? document.line,
    `\`${level}\` is not a level: ${LEVELS.join(', ')}`,
  );
}

function mapOf(map: MapTree, key: string): MapTree {
  const value = childOf(map, key);
  if (value === undefined) return refuseMissing(map, key);
  if (value.kind !== 'map') throw new Refusal(value.line, `\`${key}\` must be a map`);
  return value;
}

function refuseMissing(map: MapTree, key: string): never {
  throw new Refusal(map.line, `not a Sigma rule: it has no \`${key}\``);
}

/** The string at a key; null if there is none. */
function textOf(map: MapTree, key: string): string | null {
  const value = childOf(map, key);
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return null;
  if (value.kind !== 'scalar') throw new Refusal(value.line, `\`${key}\` must be a string`);
  return scalarText(value);
}

/** The strings at a key: a list, one string, or nothing. */
function textsOf(map: MapTree, key: string): readonly string[] {
  const value = childOf(map, key);
  if (value === undefined) return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => {
    if (item.kind !== 'scalar') throw new Refusal(item.line, `\`${key}\` must be a list of strings`);
    return item.value === null ? [] : [scalarText(item)];
  });
}

function scalarText({ value, source }: ScalarTree): string {
  return typeof value === 'string' ? value.trim() : source;
}
