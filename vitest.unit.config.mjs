// The unit tests, which `npm run test:unit` runs after each change: no processes, no servers, and less of each property.

import { defineConfig, mergeConfig } from 'vitest/config';
import { unitTests } from './scripts/test-files.mjs';
import base from './vitest.config.ts';

const { projects: _, ...test } = base.test ?? {};

export default mergeConfig(
  { test },
  defineConfig({
    test: {
      include: unitTests(),
      setupFiles: ['lambda/test/unit-tests-only.ts'],
      // Unit tests share modules in a worker: loading them again for each file takes longer than the tests.
      isolate: false,
      env: { PROPERTY_TIME_LIMIT_MS: '200', HISTORIES: '20' },
    },
  }),
);
