import { defineConfig } from 'vitest/config';
// @ts-expect-error: a script without types.
import { unitTests } from './scripts/test-files.mjs';

const unit: string[] = unitTests();
// What scripts/test.mjs leaves out, because tools are missing. Projects do not get the option --exclude.
const excluded: string[] = JSON.parse(process.env.EXCLUDED_TESTS ?? '[]');

export default defineConfig({
  test: {
    // Rules with `matches` need the pattern engine; the composition roots load it only if a rule uses it.
    setupFiles: ['lambda/test/load-pattern-engine.ts'],
    // Terraform and the servers that tests start (moto, a local Slack) take seconds, not milliseconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // More workers than the two cores of a small machine only compete for them.
    maxWorkers: 2,
    projects: [
      // Unit tests share modules in a worker: loading them again for each file takes longer than the tests.
      { extends: true, test: { name: 'unit', include: unit, isolate: false } },
      {
        extends: true,
        test: {
          name: 'other',
          include: [
            'lambda/src/**/*.test.ts',
            'lambda/test/**/*.test.ts',
            'studio/test/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: [...unit, ...excluded],
          globalSetup: ['lambda/test/servers/global-setup.ts'],
        },
      },
    ],
  },
});
