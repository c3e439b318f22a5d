// Setup of the unit tests: a property ends after a time limit, so tests that count what it covered compare with the number of
// its runs; and a test that starts a process fails.

import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import fc from 'fast-check';

fc.configureGlobal({ interruptAfterTimeLimit: Number(process.env.PROPERTY_TIME_LIMIT_MS) });

const refuse = () => {
  throw new Error('a unit test must not start a process; see scripts/test-files.mjs');
};
const STARTERS = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'];
Object.assign(childProcess, Object.fromEntries(STARTERS.map((name) => [name, refuse])));
syncBuiltinESMExports();
