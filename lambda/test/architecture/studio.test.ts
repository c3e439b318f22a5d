// Enforces the structure of the studio: every source file complies with every rule, and each rule reports violations.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readText } from '../repository.ts';
import { importCycles } from './rules.ts';
import { readSourceModule } from './source-module.ts';
import { STUDIO_CHECKS, STUDIO_ROOMS } from './studio-rules.ts';

const MODULES = readdirSync(path.join(ROOT, 'studio/src'), { recursive: true })
  .map((name) => path.posix.join('studio/src', String(name).replaceAll('\\', '/')))
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => readSourceModule(file, readText(file)));

describe('the source tree of the studio', () => {
  it.each(Object.keys(STUDIO_CHECKS))('%s', (rule) => {
    const complaints = MODULES.flatMap((module) =>
      (STUDIO_CHECKS[rule]?.(module) ?? []).map((complaint) => `${module.path}: ${complaint}`),
    );
    expect(complaints).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(importCycles(MODULES)).toEqual([]);
  });

  it.each(STUDIO_ROOMS.map((room) => room.path))('has the room %s', (room) => {
    expect(MODULES.some((module) => module.path === room || module.path.startsWith(`${room}/`))).toBe(true);
    expect(readText('studio/README.md')).toContain(`\`${room.replace('studio/', '')}\``);
  });
});

describe('each rule of the studio reports a violation:', () => {
  it.each<[rule: string, file: string, text: string]>([
    ['every file imports only what its room may import', 'studio/src/ui/app.tsx', "import '../engine/loader.ts'"],
    [
      'every file imports only what its room may import',
      'studio/src/ui/app.tsx',
      "import '../../../lambda/src/setup/settings.ts'",
    ],
    ['every file imports only what its room may import', 'studio/src/engine/a.ts', "import '../ui/store.ts'"],
    ['every file imports only what its room may import', 'studio/src/engine/a.ts', "import 'preact'"],
    [
      'every file imports only what its room may import',
      'studio/src/engine/a.ts',
      "import '../../../lambda/src/backtest.ts'",
    ],
    ['every file imports only what its room may import', 'studio/src/other/a.ts', ''],
    ['text never becomes HTML', 'studio/src/ui/a.tsx', 'element.innerHTML = text'],
    ['text never becomes HTML', 'studio/src/ui/a.tsx', 'const a = <p dangerouslySetInnerHTML={{ __html: text }} />'],
    ['nothing is sent', 'studio/src/ui/a.tsx', "new WebSocket('ws://x')"],
    ['only one file fetches', 'studio/src/engine/a.ts', "fetch('/x')"],
    ['file names say what is inside', 'studio/src/ui/MyApp.tsx', ''],
    ['text is never run as code', 'studio/src/ui/a.tsx', "eval('1')"],
    ['files start with their contract', 'studio/src/ui/a.tsx', 'const a = 1'],
  ])('%s: %s', (rule, file, text) => {
    expect(STUDIO_CHECKS[rule]?.(readSourceModule(file, text))).not.toEqual([]);
  });
});
