import { afterEach, expect, test, vi } from 'vitest';
import { startTelemetry, stopTelemetry, telemetryAsked } from '../../../shared/telemetry/start.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('telemetry is off unless a setting names where it goes', () => {
  expect(telemetryAsked({})).toBe(false);
  expect(telemetryAsked({ APPLICATIONINSIGHTS_CONNECTION_STRING: '', OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBe(false);
  expect(telemetryAsked({ APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x' })).toBe(true);
  expect(telemetryAsked({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' })).toBe(true);
});

test('telemetry that cannot be started is told once, without its setting, and stops nothing', async () => {
  vi.stubEnv('APPLICATIONINSIGHTS_CONNECTION_STRING', 'InstrumentationKey=no-secret-at-all');
  const told = vi.spyOn(console, 'error').mockReturnValue(undefined);
  await startTelemetry();
  await startTelemetry();
  await stopTelemetry();
  expect(told.mock.calls).toEqual([['{"event":"telemetry.failed","error":"Error"}']]);
});
