import { useState } from 'preact/hooks';
import type { SpanView, TracesShown } from '../shown.ts';
import { type Bar, Bars } from './Bars.tsx';
import { clock, duration, Facts, Problem, Text } from './pieces.tsx';
import { Rows } from './Rows.tsx';
import { addressOf, go, type ViewProps } from './route.ts';
import { useLive } from './server.ts';

/** The traces that the host and the app told of, and the waterfall of the chosen one. */
export function Traces({ path: [chosen = ''] }: ViewProps) {
  const [open, setOpen] = useState('');
  const { shown, problem, isOfChosen } = useLive<TracesShown>('traces', { id: chosen }, chosen);
  const spans = isOfChosen ? (shown?.spans ?? []) : [];
  const span = spans.find(({ spanId }) => spanId === open);
  return (
    <>
      {problem !== null && <Problem>{problem}</Problem>}
      <Rows
        label="Traces"
        columns={['Began with', 'Took', 'Spans', 'Failures', 'At']}
        widths="minmax(8rem, 3fr) minmax(4rem, 1fr) 1fr 1fr minmax(6rem, 1fr)"
        rows={shown?.traces ?? []}
        keyOf={({ id }) => id}
        cells={({ name, milliseconds, spans, failures, at }) => [
          name,
          duration(milliseconds),
          spans,
          failures,
          clock(at),
        ]}
        chosen={chosen}
        onChoose={({ id }) => go('traces', id)}
        empty={shown === null ? 'Looking …' : 'Nothing was traced yet.'}
      />
      {chosen !== '' && shown !== null && (
        <section aria-labelledby="trace">
          <h2 id="trace">Trace {chosen.slice(0, 8)}</h2>
          <Bars label="Waterfall" bars={waterfall(spans)} chosen={open} onChoose={setOpen} />
        </section>
      )}
      {span !== undefined && (
        <section aria-labelledby="span">
          <h3 id="span">{span.name}</h3>
          <Facts
            of={{ Service: span.service, Began: clock(span.startMs), Took: duration(span.endMs - span.startMs) }}
          />
          {typeof span.attributes['durable.instance_id'] === 'string' && (
            <a href={addressOf('orchestrations', span.attributes['durable.instance_id'])}>Its orchestration</a>
          )}
          <Text label="Failure" of={span.failure} />
          <Text label="Attributes" of={span.attributes} />
        </section>
      )}
    </>
  );
}

/** Each span under its parent, in the order in which they began. */
function waterfall(spans: readonly SpanView[]): Bar[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = Map.groupBy(spans, ({ parentSpanId }) =>
    parentSpanId !== null && known.has(parentSpanId) ? parentSpanId : '',
  );
  const bars: Bar[] = [];
  const seen = new Set<string>();
  const add = (parent: string, depth: number) => {
    for (const { spanId, name, service, startMs, endMs, failure } of children.get(parent) ?? []) {
      if (seen.has(spanId)) continue;
      seen.add(spanId);
      bars.push({
        key: spanId,
        depth,
        label: `${name} (${service})`,
        from: startMs,
        to: endMs,
        failed: failure !== null,
      });
      add(spanId, depth + 1);
    }
  };
  add('', 0);
  return bars;
}
