import { z } from 'zod';
import { askHost, type Cloud } from './cloud.ts';
import type { Span } from './otlp.ts';
import type { FunctionsShown, InvocationView } from './shown.ts';
import type { Spans } from './spans.ts';
import { inputOf, PageError, type View } from './view.ts';

const listed = z.array(
  z.object({
    name: z.string(),
    isDisabled: z.boolean(),
    config: z.object({ bindings: z.array(z.looseObject({ type: z.string() })) }),
  }),
);
const target = z.object({ name: z.string().min(1), input: z.string().optional() });

/** The app's functions, what the host told of their calls, and running one by hand. */
export function functionsView(cloud: Cloud, spans: Spans): View {
  return {
    async shows(query): Promise<FunctionsShown> {
      const answer = await askHost(cloud, '/admin/functions');
      if (!answer.ok) throw new PageError(502, `The functions host answered ${answer.status}.`);
      const functions = listed.parse(await answer.json()).map(({ name, isDisabled, config }) => {
        const trigger = config.bindings.find(({ type }) => /trigger$/i.test(type));
        const { calls = 0, failures = 0, durations = [] } = spans.functions.get(name) ?? {};
        const sorted = [...durations].sort((a, b) => a - b);
        return {
          name,
          disabled: isDisabled,
          trigger: trigger?.type.replace(/Trigger$/, '') ?? '',
          of: placeOf(trigger ?? {}),
          calls,
          failures,
          p50: percentile(sorted, 0.5),
          p95: percentile(sorted, 0.95),
        };
      });
      const record = spans.functions.get(query.get('name') ?? '');
      const invocations = record?.invocations.map((span) => invocationOf(span, spans)) ?? [];
      return { functions, invocations: invocations.reverse() };
    },
    actions: {
      async run(input) {
        const { name, input: text } = inputOf(target, input);
        const body = JSON.stringify(text === undefined || text === '' ? {} : { input: text });
        const path = `/admin/functions/${encodeURIComponent(name)}`;
        const headers = { 'content-type': 'application/json' };
        const answer = await askHost(cloud, path, { method: 'POST', headers, body });
        if (answer.ok) return {};
        const { detail } = z
          .object({ detail: z.string() })
          .catch({ detail: '' })
          .parse(await answer.json().catch(() => ({})));
        throw new PageError(400, detail || `The functions host answered ${answer.status}.`);
      },
    },
  };
}

/** What a trigger listens to, in its own words. */
function placeOf(trigger: Readonly<Record<string, unknown>>): string {
  const { queueName, topicName, subscriptionName, schedule, route, path } = trigger;
  const topic = topicName === undefined ? undefined : `${String(topicName)}/${String(subscriptionName)}`;
  return String(queueName ?? topic ?? schedule ?? route ?? path ?? '');
}

function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

function invocationOf(span: Span, spans: Spans): InvocationView {
  const text = (name: string) => String(span.attributes[name] ?? '');
  return {
    id: text('faas.invocation_id'),
    at: span.startMs,
    milliseconds: span.endMs - span.startMs,
    failure: span.failure ?? null,
    reason: text('reason'),
    input: text('input'),
    result: text('result'),
    instance: text('durable.instance_id'),
    trace: spans.traceOfInvocation(span),
    log: span.events.map(({ attributes }) => `${String(attributes.level)} ${String(attributes.message)}`),
  };
}
