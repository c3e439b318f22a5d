#!/usr/bin/env node
// Starts the command line, which `npm ci` builds from lambda/src/cli.

import { existsSync } from 'node:fs';
import module from 'node:module';

const cli = new URL('../build/cli.mjs', import.meta.url);

if (existsSync(cli)) {
  module.enableCompileCache?.();
  await import(cli.href);
} else {
  console.error(`cloudtrail-to-slack: not built yet; run npm ci first (or npm run prepare, if it has run)`);
  process.exitCode = 2;
}
