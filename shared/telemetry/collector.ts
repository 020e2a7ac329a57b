import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Exporters } from './exporters.ts';

/** Any OpenTelemetry collector, by OTLP over HTTP as JSON; address and headers are read from OTEL_EXPORTER_OTLP_*. */
export function collector(): Exporters {
  return { spans: new OTLPTraceExporter(), metrics: new OTLPMetricExporter() };
}
