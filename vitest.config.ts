import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['lambda/src/**/*.test.ts', 'lambda/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    // Rules with `matches` need it; composition roots load it where a rule asks for it.
    setupFiles: ['lambda/test/load-pattern-engine.ts'],
    // Servers that tests start (moto, a local Slack) and terraform take seconds, not milliseconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: more workers than that only fight for them.
    maxWorkers: 2,
  },
});
