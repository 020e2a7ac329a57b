import { useState } from 'preact/hooks';
import type { FunctionsShown } from '../shown.ts';
import { clock, Do, duration, Facts, Problem, State, Text } from './pieces.tsx';
import { Rows } from './Rows.tsx';
import { addressOf, go, type ViewProps } from './route.ts';
import { act, useLive } from './server.ts';

/** The app's functions, and the last calls of the chosen one. */
export function Functions({ path: [chosen = '', call = ''] }: ViewProps) {
  const [input, setInput] = useState('');
  const { shown, problem, isOfChosen } = useLive<FunctionsShown>('functions', { name: chosen }, chosen);
  const invocations = isOfChosen ? (shown?.invocations ?? []) : [];
  const one = shown?.functions.find(({ name }) => name === chosen);
  const invocation = invocations.find(({ id }) => id === call);
  return (
    <>
      {problem !== null && <Problem>{problem}</Problem>}
      <Rows
        label="Functions"
        columns={['Function', 'Calls', 'Failures', 'p50', 'p95', 'Trigger']}
        widths="minmax(8rem, 3fr) 1fr 1fr 1fr 1fr minmax(6rem, 4fr)"
        rows={shown?.functions ?? []}
        keyOf={({ name }) => name}
        cells={({ name, calls, failures, p50, p95, trigger, of, disabled }) => [
          name,
          calls,
          failures,
          p50 === null ? '' : duration(p50),
          p95 === null ? '' : duration(p95),
          `${trigger} ${of}${disabled ? ' (disabled)' : ''}`,
        ]}
        chosen={chosen}
        onChoose={({ name }) => go('functions', name)}
        empty={shown === null ? 'Looking …' : 'The app has no function.'}
      />
      {one !== undefined && (
        <section aria-labelledby="function">
          <h2 id="function">{one.name}</h2>
          {!/^(http|orchestration|entity)$/.test(one.trigger) && (
            <div class="bar">
              {one.trigger !== 'timer' && (
                <label>
                  Input <input value={input} onInput={({ currentTarget }) => setInput(currentTarget.value)} />
                </label>
              )}
              <Do what={() => act('functions', 'run', { name: one.name, input })}>Run now</Do>
            </div>
          )}
          <Rows
            label="Invocations"
            columns={['At', 'State', 'Took', 'Why']}
            widths="minmax(6rem, 1fr) minmax(5rem, 1fr) minmax(4rem, 1fr) 4fr"
            rows={invocations}
            keyOf={({ id }) => id}
            cells={({ at, failure, milliseconds, reason }) => [
              clock(at),
              <State key="state" is={failure === null ? 'ok' : 'failed'} />,
              duration(milliseconds),
              reason,
            ]}
            chosen={call}
            onChoose={({ id }) => go('functions', one.name, id)}
            empty={isOfChosen ? 'Not called since this page was started.' : 'Looking …'}
          />
        </section>
      )}
      {invocation !== undefined && (
        <section aria-labelledby="invocation">
          <h3 id="invocation">Invocation {invocation.id}</h3>
          <Facts
            of={{
              Took: duration(invocation.milliseconds),
              Trace: <a href={addressOf('traces', invocation.trace)}>{invocation.trace.slice(0, 8)}</a>,
              Instance: invocation.instance && (
                <a href={addressOf('orchestrations', invocation.instance)}>{invocation.instance}</a>
              ),
            }}
          />
          <Text label="Input" of={invocation.input} />
          <Text label={invocation.failure === null ? 'Result' : 'Error'} of={invocation.result} />
          <Text label="Log" of={invocation.log.join('\n')} />
        </section>
      )}
    </>
  );
}
