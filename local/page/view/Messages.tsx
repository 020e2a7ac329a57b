import { useState } from 'preact/hooks';
import type { MessagesShown } from '../shown.ts';
import { clock, Do, Facts, Problem, Text } from './pieces.tsx';
import { Rows } from './Rows.tsx';
import { addressOf, go, type ViewProps } from './route.ts';
import { act, useLive } from './server.ts';

const fresh = { body: '', messageId: '', subject: '', sessionId: '', properties: '' };

/** The queues, topics and subscriptions, and what waits in the chosen one; looking takes nothing. */
export function Messages({ path: [chosen = '', room = 'live', message = ''] }: ViewProps) {
  const [draft, setDraft] = useState(fresh);
  const dead = room === 'dead';
  const isPoison = /^storage:.+-poison$/.test(chosen);
  const query = { id: chosen, dead: String(dead) };
  const { shown, problem, isOfChosen } = useLive<MessagesShown>('messages', query, `${chosen} ${dead}`);
  const messages = isOfChosen ? (shown?.messages ?? []) : [];
  const entity = shown?.entities.find(({ id }) => id === chosen);
  const one = messages.find(({ id, sequence }) => (sequence || id) === message);
  const field = (name: keyof typeof fresh, label: string) => (
    <label>
      {label}
      <input value={draft[name]} onInput={({ currentTarget }) => setDraft({ ...draft, [name]: currentTarget.value })} />
    </label>
  );
  return (
    <>
      {problem !== null && <Problem>{problem}</Problem>}
      <Rows
        label="Queues and topics"
        columns={['Name', 'Waiting', 'Dead', 'Scheduled', 'Kind']}
        widths="minmax(8rem, 3fr) 1fr 1fr 1fr minmax(6rem, 1fr)"
        rows={shown?.entities ?? []}
        keyOf={({ id }) => id}
        cells={({ name, active, dead: gone, scheduled, kind }) => [name, active, gone, scheduled, kind]}
        chosen={chosen}
        onChoose={({ id }) => go('messages', id)}
        empty={shown === null ? 'Looking …' : 'There is no queue and no topic.'}
      />
      {entity !== undefined && (
        <section aria-labelledby="entity">
          <h2 id="entity">{entity.name}</h2>
          {entity.kind !== 'topic' && (
            <>
              {entity.kind !== 'storage queue' && (
                <nav class="bar" aria-label="Messages">
                  <a href={addressOf('messages', chosen)} aria-current={dead ? undefined : 'page'}>
                    Waiting {entity.active}
                  </a>
                  <a href={addressOf('messages', chosen, 'dead')} aria-current={dead ? 'page' : undefined}>
                    Dead {entity.dead}
                  </a>
                </nav>
              )}
              <Rows
                label={dead ? 'Dead letters' : 'Waiting messages'}
                columns={['Message', 'Deliveries', 'Since', 'Body']}
                widths="minmax(8rem, 2fr) minmax(4rem, 1fr) minmax(6rem, 1fr) 4fr"
                rows={messages}
                keyOf={({ id, sequence }) => sequence || id}
                cells={({ id, deliveries, at, body }) => [id, deliveries, clock(at), body]}
                chosen={message}
                onChoose={({ id, sequence }) => go('messages', chosen, room, sequence || id)}
                empty={isOfChosen ? 'Nothing waits here.' : 'Looking …'}
              />
              {one !== undefined && (
                <>
                  <h3>Message {one.id}</h3>
                  <Facts
                    of={{
                      Sequence: one.sequence,
                      Since: clock(one.at),
                      Trace: one.trace !== null && <a href={addressOf('traces', one.trace)}>{one.trace.slice(0, 8)}</a>,
                    }}
                  />
                  {(dead || isPoison) && (
                    <div class="bar">
                      <Do
                        what={async () => {
                          await act('messages', 'resend', { id: chosen, sequence: one.sequence });
                          go('messages', chosen, room);
                        }}
                      >
                        Send again
                      </Do>
                    </div>
                  )}
                  <Text label="Body" of={one.body} />
                  <Text label="Properties" of={one.properties} />
                </>
              )}
            </>
          )}
          {entity.kind !== 'subscription' && (
            <details>
              <summary>Send a message</summary>
              <label>
                Body
                <textarea
                  value={draft.body}
                  onInput={({ currentTarget }) => setDraft({ ...draft, body: currentTarget.value })}
                />
              </label>
              <div class="bar">
                {entity.kind !== 'storage queue' && (
                  <>
                    {field('messageId', 'Message id')}
                    {field('subject', 'Subject')}
                    {field('sessionId', 'Session')}
                    {field('properties', 'Properties, JSON')}
                  </>
                )}
                <Do
                  what={async () => {
                    await act('messages', 'send', { id: chosen, ...draft });
                    setDraft(fresh);
                  }}
                >
                  Send
                </Do>
              </div>
            </details>
          )}
        </section>
      )}
    </>
  );
}
