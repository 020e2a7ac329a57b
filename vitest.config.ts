import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

// On a machine that is short of breath a test of several processes may meet a moment that it did not mean: it is tried
// once more there, and the report says so (retry x1).
const retry = process.env.CI === 'true' ? 1 : 0;

// As speech/main.ts does for the service: ONNX Runtime is to report to nobody, also where a test loads it itself.
process.env.ORT_DISABLE_TELEMETRY = '1';

// Tests start some three hundred processes of the same few programs: each but the first finds them compiled.
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/node');

// unit: no process, no port. integration: one part over its real protocol. e2e: the whole stack. studio: the page in a browser.
export default defineConfig({
  test: {
    // Most of the time goes into waiting for other processes: two files at once leave two cores idle for more than half
    // of it, so three.
    maxWorkers: Math.max(3, Math.floor(availableParallelism() / 2)),
    projects: [
      {
        test: {
          name: 'unit',
          // Some compute for seconds, and a busy machine is no failure.
          testTimeout: 30_000,
          include: ['test/unit/**/*.test.ts', '{speech,local}/test/unit/**/*.test.ts', 'test/infra/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          retry,
          include: ['test/integration/**/*.test.ts', '{speech,local}/test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          retry,
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'images',
          include: ['test/images/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'studio',
          retry,
          include: ['test/studio/**/*.test.ts'],
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
