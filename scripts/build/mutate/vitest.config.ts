import { defineConfig } from 'vitest/config';

// The unit tests alone, and without projects: what starts a process would be started for each change.
export default defineConfig({
  test: { include: ['test/unit/**/*.test.ts', '{speech,local}/test/unit/**/*.test.ts'] },
});
