import { z } from 'zod';
import { askHost, type Cloud } from './cloud.ts';
import type { HistoryEvent, InstanceShown, InstancesShown, InstanceView } from './shown.ts';
import type { Spans } from './spans.ts';
import { inputOf, PageError, type View } from './view.ts';

const base = '/runtime/webhooks/durabletask/instances';
const instancesMax = 10_000;
const instance = z.looseObject({
  name: z.string(),
  instanceId: z.string(),
  runtimeStatus: z.string(),
  createdTime: z.string(),
  lastUpdatedTime: z.string(),
});
const whole = instance.extend({
  input: z.unknown(),
  output: z.unknown(),
  customStatus: z.unknown(),
  historyEvents: z.array(z.looseObject({ EventType: z.string(), Timestamp: z.string() })).nullish(),
});
const target = z.object({ id: z.string().min(1) });
const reasoned = target.extend({ reason: z.string().max(1000).default('') });
const raised = target.extend({ name: z.string().min(1), input: z.string().default('') });

/** The instances of the app's orchestrations, one with its history, and what may be done with it. */
export function orchestrationsView(cloud: Cloud, spans: Spans): View {
  const path = (id: string, ...more: string[]) => `${base}/${[id, ...more].map(encodeURIComponent).join('/')}`;
  const change = async (method: string, address: string, body?: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await askHost(cloud, address, { method, headers, ...(body === undefined ? {} : { body }) });
    if (!answer.ok) throw new PageError(answer.status === 410 ? 409 : 400, await whyNot(answer));
    const text = await answer.text();
    return text === '' ? {} : JSON.parse(text);
  };
  const control = (what: string) => async (input: unknown) => {
    const { id, reason } = inputOf(reasoned, input);
    return change('POST', `${path(id, what)}?reason=${encodeURIComponent(reason)}`);
  };

  async function list(query: URLSearchParams): Promise<InstancesShown> {
    const filter = new URLSearchParams({ top: '1000', showInput: 'false' });
    const [status, id, name] = ['status', 'search', 'name'].map((each) => query.get(each)?.trim() ?? '');
    if (status) filter.set('runtimeStatus', status);
    if (id) filter.set('instanceIdPrefix', id);
    const found: z.infer<typeof instance>[] = [];
    let token: string | null = null;
    do {
      const headers: Record<string, string> = token === null ? {} : { 'x-ms-continuation-token': token };
      const answer: Response = await askHost(cloud, `${base}?${filter}`, { headers });
      if (!answer.ok) throw new PageError(answer.status, await whyNot(answer));
      const page = z.array(instance).parse(await answer.json());
      found.push(...page.filter((each) => !name || each.name.toLowerCase().includes(name.toLowerCase())));
      token = answer.headers.get('x-ms-continuation-token');
    } while (token !== null && found.length < instancesMax);
    const instances = found.map(({ name: of, instanceId, runtimeStatus, createdTime, lastUpdatedTime }) => ({
      id: instanceId,
      name: of,
      state: runtimeStatus,
      created: createdTime,
      updated: lastUpdatedTime,
    }));
    return { instances: instances.sort((a, b) => b.updated.localeCompare(a.updated)), more: token !== null };
  }

  async function one(id: string): Promise<InstanceView | null> {
    const answer = await askHost(cloud, `${path(id)}?showHistory=true&showHistoryOutput=true&showPending=true`);
    if (answer.status === 404) return null;
    if (!answer.ok) throw new PageError(answer.status, await whyNot(answer));
    const { name, runtimeStatus, createdTime, lastUpdatedTime, input, output, customStatus, historyEvents } =
      whole.parse(await answer.json());
    return {
      ...{
        id,
        name,
        state: runtimeStatus,
        created: createdTime,
        updated: lastUpdatedTime,
        input,
        output,
        customStatus,
      },
      history: historyOf(historyEvents ?? []),
      trace: spans.traceOfInstance(id) ?? null,
    };
  }

  return {
    async shows(query): Promise<InstancesShown | InstanceShown> {
      const id = query.get('id');
      return id === null ? list(query) : { chosen: await one(id) };
    },
    actions: {
      terminate: control('terminate'),
      suspend: control('suspend'),
      resume: control('resume'),
      restart: async (input) => {
        const { id } = inputOf(target, input);
        const { id: fresh } = z.object({ id: z.string() }).parse(await change('POST', path(id, 'restart')));
        return { id: fresh };
      },
      purge: async (input) => change('DELETE', path(inputOf(target, input).id)),
      raise: async (input) => {
        const { id, name, input: text } = inputOf(raised, input);
        if (text !== '') isJson(text);
        return change('POST', path(id, 'raiseEvent', name), text === '' ? 'null' : text);
      },
    },
  };
}

function isJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new PageError(400, 'The input of an event is JSON: a text stands in quotes.');
  }
}

async function whyNot(answer: Response): Promise<string> {
  const text = await answer.text();
  if (answer.status === 410) return 'This instance is over.';
  const said = z
    .object({ ExceptionMessage: z.string().optional(), Message: z.string().optional() })
    .catch({})
    .parse(text.startsWith('{') ? JSON.parse(text) : {});
  return said.ExceptionMessage ?? said.Message ?? (text || `The functions host answered ${answer.status}.`);
}

/** What happened, from when it was asked for to when it was done. */
function historyOf(events: readonly Record<string, unknown>[]): HistoryEvent[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return events.map((event) => {
    const end = Date.parse(text(event.Timestamp));
    const began = Date.parse(text(event.ScheduledTime));
    return {
      type: text(event.EventType),
      name: text(event.FunctionName) || text(event.Name),
      from: Number.isNaN(began) ? end : began,
      to: end,
      fireAt: text(event.FireAt),
      input: event.Input ?? null,
      result: event.Result ?? null,
      error: [text(event.Reason), text(event.Details)].filter((each) => each !== '').join('\n'),
      instance: text(event.InstanceId),
    };
  });
}
