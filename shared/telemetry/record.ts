import { type Meter, type MeterProvider, metrics as openTelemetry } from '@opentelemetry/api';
import type { metrics } from './names.ts';

type Metric = (typeof metrics)[keyof typeof metrics];
/** What a measurement must say of itself: exactly the attributes that its metric has. */
export type AttributesOf<M extends Metric> = Readonly<Record<M['attributes'][number], string | number | boolean>>;
export type Gauge = Extract<Metric, { kind: 'gauge' }>;
type Write = (value: number, attributes: Readonly<Record<string, string | number | boolean>>) => void;

// OpenTelemetry's meters do nothing until a provider is set and never wake up then, so instruments belong to a provider.
const instruments = new WeakMap<MeterProvider, Map<string, Write>>();

/** Counts or measures; does nothing where telemetry is off. */
export function record<M extends Exclude<Metric, Gauge>>(metric: M, value: number, attributes: AttributesOf<M>): void {
  const provider = openTelemetry.getMeterProvider();
  const made = instruments.get(provider) ?? new Map<string, Write>();
  instruments.set(provider, made);
  const write = made.get(metric.name) ?? instrument(provider.getMeter('askwell'), metric);
  made.set(metric.name, write);
  write(value, attributes);
}

const secondsBounds = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400,
];
const shareBounds = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99];

function instrument(meter: Meter, { kind, name, unit, description }: Exclude<Metric, Gauge>): Write {
  if (kind === 'counter') {
    const counter = meter.createCounter(name, { unit, description });
    return (value, attributes) => counter.add(value, attributes);
  }
  const explicitBucketBoundaries = unit === 's' ? secondsBounds : shareBounds;
  const histogram = meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries } });
  return (value, attributes) => histogram.record(value, attributes);
}

/** Has a gauge read at each export: a value that was set once would be told again for ever. */
export function observe({ name, unit, description }: Gauge, read: () => readonly Reading[]): void {
  const gauge = openTelemetry.getMeterProvider().getMeter('askwell').createObservableGauge(name, { unit, description });
  gauge.addCallback((result) => {
    for (const { value, attributes } of read()) result.observe(value, attributes);
  });
}

/** A gauge's present value for one set of attributes. */
export interface Reading {
  readonly value: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}
