// The architecture as data and as checks. In: one source module. Out: its violations, one sentence each.
// CONTRIBUTING.md lists the rooms and their imports; change both together, with an ADR.

import path from 'node:path';
import type { ImportFact, SourceModule } from './source-module.ts';

/** A room: its path, the rooms that it can import (`typesOf`: only their types), and the packages that it can use. */
interface Room {
  readonly path: string;
  readonly rooms: readonly string[];
  readonly typesOf: readonly string[];
  readonly packages: readonly string[];
}

const room = (path: string, { rooms = [], typesOf = [], packages = [] }: Partial<Omit<Room, 'path'>> = {}): Room => ({
  path,
  rooms,
  typesOf,
  packages,
});

/** Every room of lambda/src. A file outside all rooms is a violation. */
export const ROOMS: readonly Room[] = [
  room('core/language', { packages: ['jsep', 're2js', 'ipaddr.js'] }),
  room('core/records', { packages: ['flat'] }),
  room('core/sources', { typesOf: ['core/records'], packages: ['valibot', 'node:zlib'] }),
  room('core/log-files', { rooms: ['core/records'], packages: ['node:zlib'] }),
  room('core/correlation', { rooms: [], packages: ['node:crypto'] }),
  room('core/digests', {
    rooms: ['core/log-files', 'core/records'],
    packages: ['node:crypto', 'node:zlib'],
  }),
  room('core/rules', { rooms: ['core/language', 'core/records', 'core/correlation'] }),
  room('core/sigma', { rooms: ['core/language', 'core/rules'], packages: ['yaml'] }),
  room('core/mutes', { rooms: ['core/threads', 'core/rules'] }),
  room('core/interactions', { rooms: ['core/mutes', 'core/render'], packages: ['node:crypto'] }),
  room('core/threads', { rooms: ['core/rules', 'core/records', 'core/correlation'], packages: ['node:crypto'] }),
  room('core/summaries', {
    rooms: ['core/threads', 'core/render', 'core/rules', 'core/records'],
    packages: ['node:crypto'],
  }),
  room('core/routing', { rooms: ['core/threads', 'core/rules'], typesOf: ['core/summaries'] }),
  room('core/render', { rooms: ['core/mutes', 'core/threads', 'core/rules', 'core/records', 'core/correlation'] }),
  room('core/report', {
    rooms: [
      'core/language',
      'core/records',
      'core/correlation',
      'core/rules',
      'core/threads',
      'core/routing',
      'core/render',
    ],
  }),
  room('app', { rooms: ['core'], packages: ['node:crypto'] }),
  room('adapters', { rooms: ['app/ports.ts', 'app/*-port.ts'], typesOf: ['core'], packages: ['*'] }),
  room('setup', { rooms: ['core', 'app/ports.ts', 'app/*-port.ts', 'adapters'], packages: ['valibot', 'node:zlib'] }),
  room('handler.ts', { rooms: ['*'], packages: ['*'] }),
  room('backtest.ts', { rooms: ['*'], packages: ['*'] }),
  room('interactions.ts', { rooms: ['*'], packages: ['*'] }),
  room('cli', { rooms: ['*'], packages: ['*'] }),
];

// The entries of the package.
const FUNCTIONS = ['handler.ts', 'interactions.ts', 'backtest.ts'];

/** A check of one module. Returns the violations; empty if there are none. */
export type Check = (module: SourceModule) => readonly string[];

// `app/*-port.ts` is every file with that ending, in any folder of `app`.
const within = (file: string, place: string): boolean => {
  const [start = '', ending] = place.split('*');
  if (ending !== undefined) return file.startsWith(start) && file.endsWith(ending);
  return file === place || file.startsWith(`${place}/`);
};

const roomOf = (file: string): Room | undefined => ROOMS.find(({ path }) => within(file, path));

const importsKeepToTheirRoom: Check = (module) => {
  const here = roomOf(module.path);
  if (!here) return ['is in no room'];
  const allowed = ({ target, own, typeOnly }: ImportFact) =>
    own
      ? [here.path, ...here.rooms, ...(typeOnly ? here.typesOf : [])].some((place) => within(target, place))
      : here.packages.includes('*') || here.packages.includes(target);
  return module.imports.filter((fact) => !allowed(fact)).map(({ specifier }) => `may not import ${specifier}`);
};

const onlyTheRootItselfImportsIt: Check = (module) =>
  module.imports
    .filter(({ target }) => FUNCTIONS.includes(target) || (within(target, 'cli') && !within(module.path, 'cli')))
    .map(({ specifier }) => `imports the composition root ${specifier}`);

const NOT_IN_THE_PACKAGE = ['core/sigma', 'core/report'];

const onlyTheCommandLineImportsIt: Check = (module) =>
  [...NOT_IN_THE_PACKAGE, 'cli'].some((place) => within(module.path, place))
    ? []
    : module.imports
        .filter(({ target }) => NOT_IN_THE_PACKAGE.some((place) => within(target, place)))
        .map(({ specifier }) => `puts ${specifier} into the Lambda package`);

const ONLY_IN: Readonly<Record<string, string>> = { jsep: 'core/language/parse.ts', flat: 'core/records' };

const librariesStayInTheirFile: Check = (module) =>
  module.imports
    .filter(({ target }) => target in ONLY_IN && !within(module.path, ONLY_IN[target] ?? ''))
    .map(({ target }) => `${target} belongs in ${ONLY_IN[target]}`);

const isSdk = (name: string): boolean => name.startsWith('@aws-sdk/client-') || name === '@slack/web-api';

const adaptersAreIndependent: Check = (module) => {
  if (!within(module.path, 'adapters')) return [];
  const family = path.posix.dirname(module.path);
  const others = module.imports.filter(({ target }) => within(target, 'adapters') && !sameAdapter(target, family));
  const sdks = new Set(module.imports.map(({ target }) => target).filter(isSdk));
  return [
    ...others.map(({ specifier }) => `imports the adapter ${specifier}`),
    ...(sdks.size > 1 ? [`uses ${[...sdks].join(' and ')}`] : []),
    ...(sdks.size > 0 && within(module.path, 'adapters/memory') ? ['a memory twin uses an SDK'] : []),
  ];
};

// Files of one adapter family can share a folder, like the memory twins. What is in no family is for all of them.
const sameAdapter = (target: string, family: string): boolean =>
  family !== 'adapters' && (within(target, family) || path.posix.dirname(target) === 'adapters');

const IMPURE = [
  'process',
  'console',
  'performance',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'globalThis',
];
const IMPURE_MEMBERS = ['Date.now', 'Math.random', 'new Date/0'];

const coreIsPure: Check = (module) =>
  within(module.path, 'core')
    ? [...IMPURE, ...IMPURE_MEMBERS].filter((name) => module.uses.has(name)).map((name) => `uses ${name}`)
    : [];

const environmentIsReadAtTheEdge: Check = (module) =>
  module.uses.has('process.env') && ![...FUNCTIONS, 'cli'].some((place) => within(module.path, place))
    ? ['reads process.env']
    : [];

const textIsNeverRun: Check = (module) => [
  ...[...module.uses].filter((name) => /^(eval|Function|new Function\/\d+)$/.test(name)),
  ...module.imports.map(({ target }) => target).filter((name) => name === 'node:vm' || name === 'vm'),
];

const exportsHaveNames: Check = (module) => (module.hasDefaultExport ? ['has a default export'] : []);

const namesSayWhatIsInside: Check = (module) => {
  const name = path.posix.basename(module.path).replace(/(\.test)?\.ts$/, '');
  return [
    ...(['utils', 'helpers', 'common', 'types'].includes(name)
      ? ['a type or function lives with what produces it']
      : []),
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? [] : ['file names are kebab-case']),
  ];
};

const filesAreShort: Check = (module) => (module.lines > 300 ? [`has ${module.lines} lines, 300 are allowed`] : []);

const functionsAreShort: Check = (module) =>
  module.functions.filter(({ lines }) => lines > 52).map(({ name, lines }) => `${name} has ${lines} lines`);

const filesStartWithTheirContract: Check = (module) =>
  /^(\/\/|\/\*)/.test(module.text)
    ? []
    : ['does not start with a comment: what comes in, what goes out, what it must never do'];

/**
 * Import cycles between our own files, imports of types included: one sentence for each group of files that import each
 * other.
 */
export function importCycles(modules: readonly Pick<SourceModule, 'path' | 'imports'>[]): readonly string[] {
  const imported = new Map(
    modules.map(({ path, imports }) => [path, imports.filter(({ own }) => own).map(({ target }) => target)]),
  );
  const reached = new Map([...imported.keys()].map((file) => [file, reachableFrom(file, imported)]));
  const groups = [...reached]
    .filter(([file, files]) => files.has(file))
    .map(([file, files]) => [...files].filter((other) => reached.get(other)?.has(file)).sort());
  return [...new Set(groups.map((files) => `${files.join(', ')} import each other`))];
}

function reachableFrom(file: string, imported: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...(imported.get(file) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(imported.get(next) ?? []));
  }
  return reached;
}

/** Every rule by its sentence. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'every file imports only what its room may import': importsKeepToTheirRoom,
  'no other file imports a composition root': onlyTheRootItselfImportsIt,
  'only the command line imports core/sigma and core/report': onlyTheCommandLineImportsIt,
  'only one place each imports jsep and flat': librariesStayInTheirFile,
  'adapters do not import each other, and use one SDK each': adaptersAreIndependent,
  'the core is pure': coreIsPure,
  'only the composition roots read the environment': environmentIsReadAtTheEdge,
  'text is never run as code': textIsNeverRun,
  'every export has a name': exportsHaveNames,
  'file names say what is inside': namesSayWhatIsInside,
  'files have at most 300 lines': filesAreShort,
  'functions have at most 50 lines': functionsAreShort,
  'files start with their contract': filesStartWithTheirContract,
};
