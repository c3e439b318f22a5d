// Enforces the structure of the house: every source file complies with every rule of ./architecture/rules.ts, and each rule
// reports violations.

import { describe, expect, it } from 'vitest';
import { CHECKS, importCycles, ROOMS } from './architecture/rules.ts';
import { readSourceModule } from './architecture/source-module.ts';
import { readText as read } from './repository.ts';
import { filesOfRepository } from './repository-files.ts';

const SOURCES = 'lambda/src/';

const FILES = filesOfRepository();

const MODULES = FILES.filter(
  (file) => file.startsWith(SOURCES) && file.endsWith('.ts') && !file.endsWith('.test.ts'),
).map((file) => readSourceModule(file.slice(SOURCES.length), read(file)));

describe('the source tree', () => {
  it.each(Object.keys(CHECKS))('%s', (rule) => {
    const complaints = MODULES.flatMap((module) =>
      (CHECKS[rule]?.(module) ?? []).map((complaint) => `${module.path}: ${complaint}`),
    );
    expect(complaints).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(importCycles(MODULES)).toEqual([]);
  });

  it('has functions of at most ten lines in the median', () => {
    const lengths = MODULES.flatMap(({ functions }) => functions.map(({ lines }) => lines)).sort((a, b) => a - b);
    expect(lengths.length).toBeGreaterThan(0);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(10);
  });

  it.each(ROOMS.map(({ path }) => path))('has the room %s', (room) => {
    expect(MODULES.some((module) => module.path === room || module.path.startsWith(`${room}/`))).toBe(true);
  });

  it.each(ROOMS.map(({ path }) => path).filter((room) => !room.endsWith('.ts')))(
    'has a README in the room %s',
    (room) => {
      const [title, , description] = read(`${SOURCES}${room}/README.md`).split('\n');
      expect(title).toBe(`# ${room}`);
      expect(description).toMatch(/\S/);
    },
  );
});

describe('CONTRIBUTING.md', () => {
  const code = (name: string): string => `\`${name}\``;

  const row = ({ path, rooms, typesOf, packages }: (typeof ROOMS)[number]): string => {
    const imports = [...rooms.map(code), ...typesOf.map((room) => `types of ${code(room)}`)].join(', ');
    return `| ${code(path)} | ${imports || 'no other room'} | ${packages.map(code).join(', ') || 'none'} |`;
  };

  it('describes the rooms and their imports', () => {
    const [, table = ''] = /<!-- rooms -->\n\n(.*?)\n\n<!-- \/rooms -->/s.exec(read('CONTRIBUTING.md')) ?? [];
    const [, , ...rows] = table.split('\n');
    expect(rows).toEqual(ROOMS.map((room) => row(room).replaceAll('`*`', 'any')));
  });
});

describe('each rule reports a violation:', () => {
  it.each<[rule: string, file: string, text: string]>([
    ['every file imports only what its room may import', 'core/language/check.ts', "import '../records/record.ts'"],
    ['every file imports only what its room may import', 'core/sources/sqs.ts', "import '../records/field-path.ts'"],
    ['every file imports only what its room may import', 'core/rules/decide.ts', "import('../render/blocks.ts')"],
    ['every file imports only what its room may import', 'core/render/blocks.ts', "import '@slack/web-api'"],
    ['every file imports only what its room may import', 'app/group.ts', "export * from '../adapters/s3.ts'"],
    ['every file imports only what its room may import', 'adapters/s3.ts', "import '../app/summary.ts'"],
    ['every file imports only what its room may import', 'adapters/s3.ts', "import '../app/marks/marks-port.tsx'"],
    ['every file imports only what its room may import', 'core/misc/thing.ts', ''],
    ['no other file imports a composition root', 'app/group.ts', "import '../handler.ts'"],
    ['no other file imports a composition root', 'handler.ts', "import './cli/replay.ts'"],
    [
      'only the command line imports core/sigma and core/report',
      'handler.ts',
      "import('./core/sigma/convert-files.ts')",
    ],
    ['only the command line imports core/sigma and core/report', 'app/pipeline.ts', "import '../core/sigma/fields.ts'"],
    ['only the command line imports core/sigma and core/report', 'app/pipeline.ts', "import '../core/report/facts.ts'"],
    ['only one place each imports jsep and flat', 'core/language/compile.ts', "import jsep from 'jsep'"],
    ['only one place each imports jsep and flat', 'core/rules/decide.ts', "import { flatten } from 'flat'"],
    ['adapters do not import each other, and use one SDK each', 'adapters/sns.ts', "import './dynamodb.ts'"],
    [
      'adapters do not import each other, and use one SDK each',
      'adapters/secrets.ts',
      "import '@aws-sdk/client-ssm'; import '@aws-sdk/client-s3'",
    ],
    [
      'adapters do not import each other, and use one SDK each',
      'adapters/memory/state.ts',
      "import '@aws-sdk/client-dynamodb'",
    ],
    ['the core is pure', 'core/threads/group.ts', 'const now = Date.now()'],
    ['the core is pure', 'core/threads/group.ts', 'const now = new Date()'],
    ['the core is pure', 'core/rules/decide.ts', "console.log('x')"],
    ['only the composition roots read the environment', 'adapters/slack.ts', 'const url = process.env.SLACK_API_URL'],
    ['text is never run as code', 'core/language/compile.ts', "eval('1')"],
    ['text is never run as code', 'core/language/compile.ts', "new Function('a', 'return a')"],
    ['text is never run as code', 'core/language/compile.ts', "import 'node:vm'"],
    ['every export has a name', 'core/rules/decide.ts', 'export default 1'],
    ['file names say what is inside', 'core/rules/utils.ts', ''],
    ['file names say what is inside', 'core/rules/ruleSet.ts', ''],
    ['files have at most 300 lines', 'core/rules/decide.ts', '\n'.repeat(300).concat('1')],
    ['functions have at most 50 lines', 'core/rules/decide.ts', `function f() {${'\n'.repeat(53)}}`],
    ['files start with their contract', 'core/rules/decide.ts', 'const a = 1'],
  ])('%s: %s', (rule, file, text) => {
    expect(CHECKS[rule]?.(readSourceModule(file, text))).not.toEqual([]);
  });

  it('has no import cycles: a -> b -> c -> a, by values or types', () => {
    const modules = [
      readSourceModule('core/language/a.ts', "import { b } from './b.ts'"),
      readSourceModule('core/language/b.ts', "export * from './c.ts'"),
      readSourceModule('core/language/c.ts', "import type { A } from './a.ts'"),
      readSourceModule('core/language/d.ts', "import { a } from './a.ts'"),
    ];
    expect(importCycles(modules)).toEqual([
      'core/language/a.ts, core/language/b.ts, core/language/c.ts import each other',
    ]);
    expect(importCycles(modules.slice(1))).toEqual([]);
  });

  it('ignores comments, strings and types', () => {
    const text =
      "// eval(process.env)\nimport type { Json } from '../records/record.ts';\nconst a = 'new Function()';\n";
    const module = readSourceModule('core/sources/sqs.ts', text);
    expect(Object.values(CHECKS).flatMap((check) => check(module))).toEqual([]);
  });
});

describe('the repository', () => {
  // Assembled from parts, so that this file does not contain the names that it searches for.
  const parent = ['..', 'shared'].join('/');
  const places = [
    ['', 'work', 'main'],
    ['', 'work', 'shared'],
    ['', 'tmp', 'brief'],
  ].map((parts) => parts.join('/'));

  it.each(places)('never names %s', (place) => {
    expect(FILES.filter((file) => read(file).includes(place))).toEqual([]);
  });

  it('depends on no other directory, except the offline Terraform providers of .ci/run', () => {
    expect(FILES.filter((file) => file !== '.ci/run' && read(file).includes(parent))).toEqual([]);
  });

  it('locks versions and hashes, not the registry they come from', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "http/);
  });

  it('pins every dependency of the lock file to a hash', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { integrity?: string }> };
    const unpinned = Object.entries(packages).filter(([name, entry]) => name !== '' && entry.integrity === undefined);
    expect(unpinned.map(([name]) => name)).toEqual([]);
  });

  const workflows = FILES.filter((file) => file.startsWith('.github/workflows/'));

  it('pins third-party actions by commit, because a tag can be moved', () => {
    const used = workflows.flatMap((file) => read(file).match(/uses: .+/g) ?? []);
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((step) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d/.test(step))).toEqual([]);
  });

  it('grants no permission to write or attest to jobs that run code of dependencies', () => {
    const jobs = workflows.flatMap((file) => read(file).split(/^ {2}(?=[\w-]+:$)/m));
    const running = jobs.filter((job) => /run: (?:bash \.ci\/run|npm )/.test(job));
    expect(running.length).toBeGreaterThan(1);
    expect(running.filter((job) => job.includes(': write'))).toEqual([]);
  });
});
