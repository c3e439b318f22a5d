// Extracts the facts that the architecture rules check from one source file. In: a path relative to lambda/src and its text.
// Out: its imports, exports, calls and declarations. The text is parsed, not searched, so comments and strings never count.

import path from 'node:path';
import { parseAst } from 'vitest/node';

export interface ImportFact {
  /** As written. */
  readonly specifier: string;
  /** The path relative to lambda/src for our files; the name of the package or builtin for all others. */
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

interface FunctionFact {
  readonly name: string;
  readonly lines: number;
}

export interface SourceModule {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly ImportFact[];
  readonly functions: readonly FunctionFact[];
  readonly hasDefaultExport: boolean;
  /** Names that are read or called: `process.env`, `Date.now`, `eval`; constructors with argument count: `new Date/0`. */
  readonly uses: ReadonlySet<string>;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Parses a file. Throws if the text is not TypeScript. */
export function readSourceModule(file: string, text: string): SourceModule {
  const nodes = [...walk(parseAst(text, { lang: file.endsWith('.tsx') ? 'tsx' : 'ts' }, file) as unknown as Node)];
  return {
    path: file,
    text,
    lines: countLines(text.trimEnd()),
    imports: nodes.flatMap((node) => importOf(node, file)),
    functions: nodes.flatMap((node) => functionOf(node, text)),
    hasDefaultExport: nodes.some((node) => node.type === 'ExportDefaultDeclaration'),
    uses: new Set(nodes.flatMap(useOf)),
  };
}

function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* walk(item);
  } else if (isNode(value)) {
    yield value;
    yield* walk(Object.values(value));
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

const IMPORTING = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'];

function importOf(node: Node, file: string): ImportFact[] {
  if (!IMPORTING.includes(node.type) || !isNode(node.source)) return [];
  const specifier = String(node.source.value);
  const own = specifier.startsWith('.');
  const target = own ? path.posix.join(path.posix.dirname(file), specifier) : packageName(specifier);
  return [{ specifier, target, own, typeOnly: node.importKind === 'type' || node.exportKind === 'type' }];
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

// Only named functions: callbacks count as lines of the function that contains them.
function functionOf(node: Node, text: string): FunctionFact[] {
  const name = nameOfFunction(node);
  return name === null ? [] : [{ name, lines: countLines(text.slice(node.start, node.end)) }];
}

function nameOfFunction(node: Node): string | null {
  if (node.type === 'FunctionDeclaration') return identifier(node.id);
  if (node.type === 'MethodDefinition') return identifier(node.key);
  if (node.type === 'Property' && node.method === true) return identifier(node.key);
  if (node.type === 'VariableDeclarator' && isNode(node.init) && FUNCTIONS.includes(node.init.type)) {
    return identifier(node.id);
  }
  return null;
}

const FUNCTIONS = ['ArrowFunctionExpression', 'FunctionExpression'];

function identifier(node: unknown): string | null {
  return isNode(node) && node.type === 'Identifier' ? String(node.name) : null;
}

function useOf(node: Node): string[] {
  const callee = identifier(node.callee);
  if (node.type === 'CallExpression' && callee !== null) return [callee];
  if (node.type === 'NewExpression' && callee !== null) return [`new ${callee}/${(node.arguments as Node[]).length}`];
  if (node.type !== 'MemberExpression') return [];
  const object = identifier(node.object);
  const property = node.computed === true ? '*' : identifier(node.property);
  return object !== null && property !== null ? [object, `${object}.${property}`] : [];
}

function countLines(text: string): number {
  return text.split('\n').length;
}
