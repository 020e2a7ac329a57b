import { AggregationTemporality, InMemoryMetricExporter } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { exportTo } from '../shared/telemetry/exporting.ts';

/** What an exporter was given. */
export interface Exported {
  readonly spans: readonly ReadableSpan[];
  readonly points: readonly { readonly name: string; readonly attributes: object; readonly value: unknown }[];
}

/** Runs something with telemetry on, and gives what was exported by its end. */
export async function exported(work: () => Promise<unknown>): Promise<Exported> {
  const spans: ReadableSpan[] = [];
  const points: Exported['points'][number][] = [];
  const spanExporter = new InMemorySpanExporter();
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  // Stopping empties both, so what they have is taken as it comes.
  spanExporter.export = (batch, done) => {
    spans.push(...batch);
    done({ code: 0 });
  };
  metricExporter.export = (batch, done) => {
    for (const { descriptor, dataPoints } of batch.scopeMetrics.flatMap(({ metrics }) => metrics))
      for (const { attributes, value } of dataPoints) points.push({ name: descriptor.name, attributes, value });
    done({ code: 0 });
  };
  const exporting = exportTo([{ spans: spanExporter, metrics: metricExporter }]);
  try {
    await work();
  } finally {
    await exporting.stop();
  }
  return { spans, points };
}
