import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'lambda/src/**/*.test.ts',
      'lambda/test/**/*.test.ts',
      'studio/test/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    globalSetup: ['lambda/test/servers/global-setup.ts'],
    // Rules with `matches` need the pattern engine; the composition roots load it only if a rule uses it.
    setupFiles: ['lambda/test/load-pattern-engine.ts'],
    // Terraform and the servers that tests start (moto, a local Slack) take seconds, not milliseconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // More workers than the two cores of a small machine only compete for them.
    maxWorkers: 2,
  },
});
