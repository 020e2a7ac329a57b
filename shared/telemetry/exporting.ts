import { randomUUID } from 'node:crypto';
import { context, type DiagLogger, DiagLogLevel, diag, metrics as globalMetrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Exporters } from './exporters.ts';
import { exportGauges } from './gauges.ts';
import { log } from './log.ts';

/** Sends what is left, and ends the export. */
export interface Exporting {
  stop(): Promise<void>;
}

const metricsEverySeconds = 60;

/** Exports to whom the settings name: Application Insights, an OpenTelemetry collector, or both. */
export async function startExporting(environment: NodeJS.ProcessEnv = process.env): Promise<Exporting> {
  diag.setLogger(atMostHourly(), DiagLogLevel.ERROR);
  const exporters: Exporters[] = [];
  if (environment.APPLICATIONINSIGHTS_CONNECTION_STRING)
    exporters.push(await (await import('./azureMonitor.ts')).azureMonitor(environment));
  if (environment.OTEL_EXPORTER_OTLP_ENDPOINT) exporters.push((await import('./collector.ts')).collector());
  return exportTo(exporters, environment);
}

/** Sets OpenTelemetry up for this process. */
export function exportTo(exporters: readonly Exporters[], environment: NodeJS.ProcessEnv = {}): Exporting {
  // Nothing is found out about the machine: its name and its user's would be sent.
  const resource = resourceFromAttributes({
    'service.name': environment.OTEL_SERVICE_NAME ?? environment.WEBSITE_SITE_NAME ?? 'askwell',
    // Never left out: an exporter would put the machine's name in its place.
    'service.instance.id': environment.WEBSITE_INSTANCE_ID || randomUUID(),
  });
  const tracer = new BasicTracerProvider({
    resource,
    // The host hands every trace over as not sampled where it samples by itself; a lesson's trace has some thirty spans.
    sampler: new AlwaysOnSampler(),
    spanProcessors: exporters.map(({ spans }) => new BatchSpanProcessor(spans)),
  });
  const meter = new MeterProvider({
    resource,
    readers: exporters.map(
      ({ metrics: exporter }) =>
        new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: metricsEverySeconds * 1000 }),
    ),
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(tracer);
  globalMetrics.setGlobalMeterProvider(meter);
  exportGauges();
  return {
    async stop() {
      await Promise.allSettled([tracer.shutdown(), meter.shutdown()]);
      for (const global of [context, trace, globalMetrics]) global.disable();
    },
  };
}

// An exporter that cannot send says so with every batch, and quotes answers: once an hour, and by name, is enough.
function atMostHourly(): DiagLogger {
  let toldAt = Number.NEGATIVE_INFINITY;
  const silent = () => undefined;
  const error = () => {
    if (performance.now() - toldAt < 3_600_000) return;
    toldAt = performance.now();
    log(console, 'warn', 'telemetry.unsent');
  };
  return { error, warn: silent, info: silent, debug: silent, verbose: silent };
}
