import { useState } from 'preact/hooks';
import type { HistoryEvent, InstanceShown, InstancesShown, InstanceView } from '../shown.ts';
import { Bars } from './Bars.tsx';
import { clock, Do, Facts, Problem, State, Text } from './pieces.tsx';
import { Rows } from './Rows.tsx';
import { addressOf, go, type ViewProps } from './route.ts';
import { act, useLive } from './server.ts';

const states = ['Pending', 'Running', 'Suspended', 'Completed', 'Failed', 'Terminated'];

/** The instances, and the timeline of the chosen one. */
export function Orchestrations({ path: [chosen = ''] }: ViewProps) {
  const [filter, setFilter] = useState({ status: '', name: '', search: '' });
  const { shown, problem } = useLive<InstancesShown>('orchestrations', filter);
  const set = (part: Partial<typeof filter>) => setFilter((before) => ({ ...before, ...part }));
  return (
    <>
      {problem !== null && <Problem>{problem}</Problem>}
      <div class="bar">
        <label>
          State
          <select value={filter.status} onChange={({ currentTarget }) => set({ status: currentTarget.value })}>
            <option value="">all</option>
            {states.map((state) => (
              <option key={state}>{state}</option>
            ))}
          </select>
        </label>
        <label>
          Name{' '}
          <input
            type="search"
            value={filter.name}
            onInput={({ currentTarget }) => set({ name: currentTarget.value })}
          />
        </label>
        <label>
          Id begins with
          <input
            type="search"
            value={filter.search}
            onInput={({ currentTarget }) => set({ search: currentTarget.value })}
          />
        </label>
      </div>
      <Rows
        label="Instances"
        columns={['Name', 'State', 'Last change', 'Id']}
        widths="minmax(8rem, 2fr) minmax(6rem, 1fr) minmax(6rem, 1fr) 4fr"
        rows={shown?.instances ?? []}
        keyOf={({ id }) => id}
        cells={({ name, state, updated, id }) => [name, <State key="state" is={state} />, clock(updated), id]}
        chosen={chosen}
        onChoose={({ id }) => go('orchestrations', id)}
        empty={shown === null ? 'Looking …' : 'There is no such instance.'}
      />
      {shown?.more === true && <p>There are more: narrow them down.</p>}
      {chosen !== '' && <Chosen key={chosen} id={chosen} />}
    </>
  );
}

/** Followed by itself, so that it is live however long the list is. */
function Chosen({ id }: { readonly id: string }) {
  const { shown, problem } = useLive<InstanceShown>('orchestrations', { id });
  return (
    <>
      {problem !== null && <Problem>{problem}</Problem>}
      {shown?.chosen === null && <p>There is no instance {id}.</p>}
      {shown?.chosen != null && <Instance is={shown.chosen} />}
    </>
  );
}

function Instance({ is }: { readonly is: InstanceView }) {
  const [event, setEvent] = useState({ name: '', input: '' });
  const [open, setOpen] = useState('');
  const over = /^(Completed|Failed|Terminated)$/.test(is.state);
  const on = (what: string) => act('orchestrations', what, { id: is.id });
  const spans = is.history.map((each, index) => ({
    key: String(index),
    depth: 0,
    label: `${labelOf(each)}`,
    from: each.from,
    to: each.to,
    failed: each.error !== '',
  }));
  const chosen = is.history[Number(open || Number.NaN)];
  return (
    <section aria-labelledby="instance">
      <h2 id="instance">
        {is.name} <State is={is.state} />
      </h2>
      <Facts
        of={{
          Id: is.id,
          Began: clock(is.created),
          'Last change': clock(is.updated),
          Trace: is.trace !== null && <a href={addressOf('traces', is.trace)}>{is.trace.slice(0, 8)}</a>,
        }}
      />
      <div class="bar">
        {!over && is.state !== 'Suspended' && <Do what={() => on('suspend')}>Suspend</Do>}
        {is.state === 'Suspended' && <Do what={() => on('resume')}>Resume</Do>}
        {!over && (
          <Do calm what={() => on('terminate')}>
            Terminate
          </Do>
        )}
        <Do
          calm
          what={async () => {
            const { id } = await act<{ id: string }>('orchestrations', 'restart', { id: is.id });
            go('orchestrations', id);
          }}
        >
          Start again
        </Do>
        {over && (
          <Do calm what={() => on('purge')}>
            Purge
          </Do>
        )}
      </div>
      {!over && (
        <div class="bar">
          <label>
            Event{' '}
            <input
              value={event.name}
              onInput={({ currentTarget }) => setEvent({ ...event, name: currentTarget.value })}
            />
          </label>
          <label>
            Its input, JSON
            <input
              value={event.input}
              onInput={({ currentTarget }) => setEvent({ ...event, input: currentTarget.value })}
            />
          </label>
          <Do what={() => act('orchestrations', 'raise', { id: is.id, ...event })}>Raise</Do>
        </div>
      )}
      <Bars label="Timeline" bars={spans} chosen={open} onChoose={setOpen} />
      {chosen !== undefined && (
        <>
          <h3>{labelOf(chosen)}</h3>
          {chosen.instance !== '' && <a href={addressOf('orchestrations', chosen.instance)}>{chosen.instance}</a>}
          <Text label="Input" of={chosen.input} />
          <Text label="Result" of={chosen.result} />
          <Text label="Error" of={chosen.error} />
        </>
      )}
      <Text label="Input" of={is.input} />
      <Text label="Output" of={is.output} />
      <Text label="Custom status" of={is.customStatus} />
    </section>
  );
}

const words: Readonly<Record<string, string>> = {
  ExecutionStarted: 'begins',
  ExecutionCompleted: 'ends',
  ExecutionTerminated: 'terminated',
  ExecutionSuspended: 'suspended',
  ExecutionResumed: 'resumed',
  TaskScheduled: 'activity, under way',
  TaskCompleted: 'activity',
  TaskFailed: 'activity, failed',
  SubOrchestrationInstanceCreated: 'sub-orchestration, under way',
  SubOrchestrationInstanceCompleted: 'sub-orchestration',
  SubOrchestrationInstanceFailed: 'sub-orchestration, failed',
  TimerCreated: 'timer set',
  TimerFired: 'timer fired',
  EventRaised: 'event',
};

function labelOf({ type, name }: HistoryEvent): string {
  return [name, words[type] ?? type].filter((each) => each !== '').join(': ');
}
