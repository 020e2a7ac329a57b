import { useState } from 'preact/hooks';
import type { PartsShown } from '../shown.ts';
import { clock, Do, Problem, State } from './pieces.tsx';
import { Rows } from './Rows.tsx';
import { go, type ViewProps } from './route.ts';
import { act, useLive } from './server.ts';

/** The parts of the cloud, and what the chosen one says. */
export function Parts({ path: [chosen = ''] }: ViewProps) {
  const [filter, setFilter] = useState('');
  const [follows, setFollows] = useState(true);
  const { shown, problem, isOfChosen } = useLive<PartsShown>('parts', { name: chosen, filter }, chosen);
  const part = shown?.parts.find(({ name }) => name === chosen);
  return (
    <>
      {problem !== null && <Problem>{problem}</Problem>}
      <Rows
        label="Parts"
        columns={['Part', 'State', 'Memory', 'Restarts', 'Since']}
        widths="minmax(7rem, 2fr) minmax(5.5rem, 1fr) minmax(4.5rem, 1fr) minmax(3rem, 1fr) minmax(5rem, 2fr)"
        rows={shown?.parts ?? []}
        keyOf={({ name }) => name}
        cells={({ name, state, memoryMegabytes, restarts, since }) => [
          name,
          <State key="state" is={state} />,
          memoryMegabytes === null ? '' : `${memoryMegabytes} MB`,
          restarts,
          clock(since),
        ]}
        chosen={chosen}
        onChoose={({ name }) => go('parts', name)}
        empty={shown === null ? 'Looking …' : 'Nothing runs.'}
      />
      {part !== undefined && (
        <section aria-labelledby="part">
          <h2 id="part">{part.name}</h2>
          {part.controlled && (
            <div class="bar">
              {part.state === 'running' ? (
                <>
                  <Do what={() => act('parts', 'stop', { name: chosen })}>Stop</Do>
                  <Do calm what={() => act('parts', 'start', { name: chosen })}>
                    Restart
                  </Do>
                </>
              ) : (
                part.state !== 'starting' && <Do what={() => act('parts', 'start', { name: chosen })}>Start</Do>
              )}
            </div>
          )}
          <div class="bar">
            <label>
              Filter{' '}
              <input type="search" value={filter} onInput={({ currentTarget }) => setFilter(currentTarget.value)} />
            </label>
            <label>
              <input
                type="checkbox"
                checked={follows}
                onChange={({ currentTarget }) => setFollows(currentTarget.checked)}
              />
              Follow
            </label>
          </div>
          <Log lines={isOfChosen ? (shown?.lines ?? []) : []} follows={follows} />
        </section>
      )}
    </>
  );
}

function Log({ lines, follows }: { readonly lines: PartsShown['lines']; readonly follows: boolean }) {
  const [open, setOpen] = useState('');
  const chosen = lines.find(({ number }) => String(number) === open);
  return (
    <>
      <Rows
        label="Log"
        columns={['Last lines']}
        widths="1fr"
        rows={lines}
        keyOf={({ number }) => String(number)}
        cells={({ text }) => [<code key="text">{text}</code>]}
        chosen={open}
        onChoose={({ number }) => setOpen(String(number))}
        follow={follows}
        empty="It has said nothing that fits."
      />
      {chosen !== undefined && <pre class="line">{chosen.text}</pre>}
    </>
  );
}
