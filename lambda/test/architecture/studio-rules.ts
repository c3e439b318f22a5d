// The architecture of the studio as data and as checks. In: one source module, with its path from the root of the repository. Out: its
// violations, one sentence each. studio/README.md describes the rooms.

import { CHECKS, type Check } from './rules.ts';
import type { ImportFact } from './source-module.ts';

/** A room of the studio: what it can import, as paths from the root of the repository, and its packages. */
interface StudioRoom {
  readonly path: string;
  readonly imports: readonly string[];
  readonly typesOf: readonly string[];
  readonly packages: readonly string[];
}

const CORE = ['lambda/src/core', 'lambda/src/setup'];
// What the command line does with rules, without files, terminal and network. The build fails for a module of Node.js.
const COMMANDS = [
  'check',
  'convert',
  'event-names',
  'explain',
  'history',
  'inputs',
  'replay',
  'settings/misspelled.ts',
].map((name) => `lambda/src/cli/${name}`);
const SHOWN = ['rules/rule.ts', 'render/severity-marks.ts', 'render/read-mrkdwn.ts'].map(
  (name) => `lambda/src/core/${name}`,
);
// To rename lists and predicates where rules use them, in the same step.
const RENAMED = 'lambda/src/core/language/tokenize.ts';
const SHAPES = 'studio/src/document-shapes.ts';

export const STUDIO_ROOMS: readonly StudioRoom[] = [
  { path: 'studio/src/platform', imports: [], typesOf: [], packages: [] },
  { path: 'studio/src/protocol.ts', imports: [], typesOf: CORE, packages: [] },
  { path: SHAPES, imports: ['lambda/src/core/records/record.ts'], typesOf: [], packages: [] },
  {
    path: 'studio/src/engine',
    imports: ['studio/src/protocol.ts', SHAPES, ...CORE, ...COMMANDS],
    typesOf: [],
    packages: [],
  },
  { path: 'studio/src/worker.ts', imports: ['studio/src/engine', 'studio/src/protocol.ts'], typesOf: [], packages: [] },
  {
    path: 'studio/src/ui',
    imports: ['studio/src/protocol.ts', SHAPES, RENAMED, ...SHOWN],
    typesOf: CORE,
    packages: ['preact', '@codemirror/', '@lezer/highlight', '@tanstack/virtual-core', 'uplot', 'studio:worker'],
  },
  { path: 'studio/src/main.tsx', imports: ['studio/src/ui'], typesOf: [], packages: ['preact'] },
];

const within = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);

const importsKeepToTheirRoom: Check = ({ path, imports }) => {
  const room = STUDIO_ROOMS.find((one) => within(path, one.path));
  if (room === undefined) return ['is in no room'];
  const allowed = ({ target, own, typeOnly }: ImportFact) =>
    own
      ? [room.path, ...room.imports, ...(typeOnly ? room.typesOf : [])].some((place) => within(target, place))
      : room.packages.some((name) => target === name || (name.endsWith('/') && target.startsWith(name)));
  return imports.filter((fact) => !allowed(fact)).map(({ specifier }) => `may not import ${specifier}`);
};

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

const findsNone =
  (pattern: RegExp, why: string): Check =>
  ({ text }) =>
    [...withoutComments(text).matchAll(pattern)].map(([found]) => `uses ${found}: ${why}`);

const htmlIsNeverMadeFromText = findsNone(
  /\b(?:inner|outer)HTML\b|\bdangerouslySetInnerHTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b|\bDOMParser\b|\bsrcdoc\b/g,
  'text of events must not become HTML',
);

const nothingIsSent = findsNone(
  /\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bsendBeacon\b|\bRTCPeerConnection\b|\bimportScripts\b/g,
  'nothing leaves the page',
);

const onlyOneFileFetches: Check = (module) =>
  module.path === 'studio/src/ui/served-files.ts'
    ? []
    : findsNone(/\bfetch\(/g, 'only served-files.ts reads from the command that serves the page')(module);

const namesSayWhatIsInside: Check = ({ path }) =>
  /\/[a-z0-9]+(-[a-z0-9]+)*\.tsx?$/.test(path) && !/\/(utils|helpers|common|types)\.tsx?$/.test(path)
    ? []
    : ['file names are kebab-case and say what is inside'];

const SHARED = [
  'text is never run as code',
  'every export has a name',
  'files have at most 300 lines',
  'functions have at most 50 lines',
  'files start with their contract',
];

/** Every rule of the studio by its sentence. */
export const STUDIO_CHECKS: Readonly<Record<string, Check>> = {
  'every file imports only what its room may import': importsKeepToTheirRoom,
  'text never becomes HTML': htmlIsNeverMadeFromText,
  'nothing is sent': nothingIsSent,
  'only one file fetches': onlyOneFileFetches,
  'file names say what is inside': namesSayWhatIsInside,
  ...Object.fromEntries(SHARED.map((name) => [name, CHECKS[name] as Check])),
};
