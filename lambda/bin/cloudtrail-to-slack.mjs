#!/usr/bin/env node
// Starts the command line. `npm ci` builds it from lambda/src/cli.

import { existsSync } from 'node:fs';
import module from 'node:module';

const cli = new URL('../build/cli.mjs', import.meta.url);

if (existsSync(cli)) {
  module.enableCompileCache?.();
  await import(cli.href);
} else {
  console.error(
    'cloudtrail-to-slack is not built yet. Run npm ci, or npm run prepare if the dependencies are installed.',
  );
  process.exitCode = 2;
}
