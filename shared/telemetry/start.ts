import { lazily } from '../lazily.ts';
import { log } from './log.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether anybody is to be told: where neither setting is there, nothing is loaded and nothing leaves the process. */
export function telemetryAsked(environment: Environment = process.env): boolean {
  return Boolean(environment.APPLICATIONINSIGHTS_CONNECTION_STRING || environment.OTEL_EXPORTER_OTLP_ENDPOINT);
}

// What cannot be started now is not tried again with every invocation: a restart mends it, or nobody does.
const running = lazily(async () => {
  try {
    const { startExporting } = await import('./exporting.ts');
    return await startExporting();
  } catch (error) {
    log(console, 'error', 'telemetry.failed', { error: error instanceof Error ? error.name : 'unknown' });
    return null;
  }
});

/** Starts the export, once. Telemetry that cannot be started is told in the logs, and stops no work. */
export async function startTelemetry(): Promise<void> {
  await running();
}

/** Sends what is left. */
export async function stopTelemetry(): Promise<void> {
  await (await running())?.stop();
}
