import { metrics } from './names.ts';
import { type AttributesOf, type Gauge, observe, type Reading } from './record.ts';

// Twice the pause between two readings: another instance may take the next, and this one's is then out of date.
const freshSeconds = 600;
const kept = new Map<string, { readonly reading: Reading; readonly at: number }>();

/** Keeps what a gauge reads now, to be told with the next exports. */
export function setGauge<M extends Gauge>(metric: M, value: number, attributes: AttributesOf<M>): void {
  kept.set(`${metric.name} ${JSON.stringify(attributes)}`, { reading: { value, attributes }, at: Date.now() });
}

/** Ties the gauges to the export that has just been set up. */
export function exportGauges(): void {
  for (const metric of Object.values(metrics)) if (metric.kind === 'gauge') observe(metric, () => fresh(metric));
}

function fresh({ name }: Gauge): Reading[] {
  const since = Date.now() - freshSeconds * 1000;
  return [...kept]
    .filter(([key, { at }]) => key.startsWith(`${name} `) && at >= since)
    .map(([, { reading }]) => reading);
}
