import { useEffect, useRef, useState } from 'preact/hooks';
import type { SpeakersResponse } from '../../../shared/api/contract.ts';
import type { Transcript } from '../../api/review.ts';
import type { Change } from '../../model/change.ts';
import { confirmation, isFew, isProposed, type Role, roles, type Voice } from '../../model/voices.ts';
import { Button } from '../../parts/Button.tsx';
import { formatClock } from '../../text/format.ts';
import { voicesText } from '../../text/voices.ts';
import type { Player } from '../player.ts';
import { playSpans } from './playSpans.ts';
import { RemoveVoice } from './RemoveVoice.tsx';
import { Teach } from './Teach.tsx';

interface WhoIsWhoProps {
  readonly lines: Transcript['segments'];
  /** Whether something said is not saved yet. */
  readonly saving: boolean;
  readonly speakers: SpeakersResponse;
  readonly names: ReadonlyMap<number, string>;
  readonly turns: NonNullable<Transcript['speakers']>['turns'];
  readonly player: Player;
  /** Whether what people call voices is hidden with other names. */
  readonly masked: boolean;
  readonly onWant: (change: Change, say?: string) => void;
  /** Whether a voice may be taken out of the lesson; told when one was. */
  readonly mayRemove: boolean;
  readonly onRemoved: () => void;
}

const isRole = (text: string): text is Role => roles.some((role) => role === text);

/** Whose voices these are: heard, put right, and confirmed by one press. */
export function WhoIsWho(props: WhoIsWhoProps) {
  const { speakers, lines, saving, names, turns, player, masked, onWant, mayRemove, onRemoved } = props;
  const { state, voices, leftovers, teaching } = speakers;
  const [removing, setRemoving] = useState<number>();
  const [playing, setPlaying] = useState<string>();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);
  if (state !== 'told' || voices.length === 0)
    return (
      <section class="who card" aria-labelledby="who-title">
        <div class="who-head">
          <h2 id="who-title">{voicesText.title}</h2>
          <p class="soft small">{state === 'told' ? voicesText.nobody : voicesText[state]}</p>
        </div>
      </section>
    );
  const all = voices.reduce((sum, { seconds }) => sum + seconds, 0);
  const hear = (key: string, spans: readonly { start: number; end: number }[]) => {
    stop.current?.();
    if (playing === key) return;
    setPlaying(key);
    stop.current = playSpans(player, spans, () => {
      stop.current = undefined;
      setPlaying(undefined);
    });
  };
  const proposed = isProposed(voices);
  return (
    <section class="who card" aria-labelledby="who-title">
      <div class="who-head">
        <h2 id="who-title">{voicesText.title}</h2>
        <p class="soft small">{proposed ? voicesText.proposed : voicesText.confirmed}</p>
        {proposed ? (
          <Button
            compact
            look="primary"
            icon="check"
            onClick={() => onWant(confirmation(voices), voicesText.saidConfirmed)}
          >
            {voicesText.confirm}
          </Button>
        ) : null}
      </div>
      {voices.length === 1 ? <p class="soft small">{voicesText.one}</p> : null}
      {leftovers.length === 0 ? null : <p class="small">{voicesText.leftovers({ count: leftovers.length })}</p>}
      <p class="who-short small">
        {voices.map(({ speaker, seconds }) => `${names.get(speaker)} ${formatClock(seconds)}`).join(' · ')}
      </p>
      <details class="who-voices">
        <summary>{voicesText.open}</summary>
        <ul>
          {voices.map((voice) => (
            <Row
              key={voice.speaker}
              voice={voice}
              voices={voices}
              names={names}
              all={all}
              masked={masked}
              playing={playing}
              hear={hear}
              turns={turns}
              onWant={onWant}
              onRemove={mayRemove ? () => setRemoving(voice.speaker) : undefined}
            />
          ))}
        </ul>
        <Teach
          lessonId={speakers.lessonId}
          teaching={teaching}
          saving={saving}
          lines={lines}
          names={names}
          playing={playing}
          hear={hear}
          onWant={onWant}
        />
      </details>
      {removing === undefined ? null : (
        <RemoveVoice
          lessonId={speakers.lessonId}
          voice={removing}
          name={names.get(removing) ?? ''}
          etag={speakers.etag}
          onClose={() => setRemoving(undefined)}
          onRemoved={onRemoved}
        />
      )}
    </section>
  );
}

interface RowProps extends Pick<WhoIsWhoProps, 'names' | 'turns' | 'masked' | 'onWant'> {
  readonly voice: Voice;
  readonly voices: readonly Voice[];
  /** Seconds of all voices. */
  readonly all: number;
  /** What is heard just now. */
  readonly playing: string | undefined;
  readonly hear: (key: string, spans: readonly { start: number; end: number }[]) => void;
  readonly onRemove: (() => void) | undefined;
}

const examples = 3;

function Row({ voice, voices, names, all, masked, playing, hear, turns, onWant, onRemove }: RowProps) {
  const { speaker, role, label, seconds } = voice;
  const name = names.get(speaker) ?? '';
  const [draft, setDraft] = useState<string>();
  const said = (next: { role?: Role; label?: string }) => {
    const called = next.label ?? label ?? '';
    onWant({
      kind: 'voices',
      voices: [{ speaker, role: next.role ?? role, ...(called.trim() === '' ? {} : { label: called.trim() }) }],
    });
  };
  const own = turns.filter((turn) => turn.speaker === speaker);
  const only = `all ${speaker}`;
  return (
    <li class="who-voice" data-speaker={speaker}>
      <p>
        <strong>{name}</strong>{' '}
        <span class="soft small">
          {voicesText.spoken({
            time: formatClock(seconds),
            turns: voice.turns,
            share: all === 0 ? 0 : seconds / all,
          })}
        </span>
        {isFew(voice, all) ? <span class="tag">{voicesText.few}</span> : null}
      </p>
      <p class="who-hear">
        {voice.spans.slice(0, examples).map((span, at) => {
          const key = `${speaker} ${span.start}`;
          return (
            <Button
              key={key}
              compact
              icon={playing === key ? 'pause' : 'play'}
              label={voicesText.hear({ name, number: at + 1 })}
              onClick={() => hear(key, [span])}
            >
              {voicesText.hearShort({ number: at + 1 })}
            </Button>
          );
        })}
        {own.length === 0 ? null : (
          <Button
            compact
            look="quiet"
            icon={playing === only ? 'pause' : 'play'}
            label={playing === only ? voicesText.stop : voicesText.only({ name })}
            onClick={() => hear(only, own)}
          >
            {playing === only ? voicesText.stop : voicesText.onlyShort}
          </Button>
        )}
      </p>
      <div class="who-said">
        <label>
          <span class="small">{voicesText.roleShort}</span>
          <select
            class="input"
            aria-label={voicesText.role({ name })}
            value={role}
            onChange={({ currentTarget }) => {
              if (isRole(currentTarget.value)) said({ role: currentTarget.value });
            }}
          >
            {roles.map((one) => (
              <option key={one} value={one}>
                {voicesText.roles[one]}
              </option>
            ))}
          </select>
        </label>
        {voices.length < 2 ? null : (
          <label>
            <span class="small">{voicesText.giveShort}</span>
            <select
              class="input"
              aria-label={voicesText.give({ name })}
              value=""
              onChange={({ currentTarget }) => {
                if (currentTarget.value !== '')
                  onWant({ kind: 'voice-given', speaker, to: Number(currentTarget.value) });
              }}
            >
              <option value="">{voicesText.giveNobody}</option>
              {voices
                .filter((other) => other.speaker !== speaker)
                .map((other) => (
                  <option key={other.speaker} value={other.speaker}>
                    {names.get(other.speaker)}
                  </option>
                ))}
            </select>
          </label>
        )}
        {masked ? null : (
          <label>
            <span class="small">{voicesText.labelShort}</span>
            <input
              class="input"
              type="text"
              maxLength={60}
              aria-label={voicesText.label({ name })}
              value={draft ?? label ?? ''}
              onInput={({ currentTarget }) => setDraft(currentTarget.value)}
              onChange={({ currentTarget }) => {
                setDraft(undefined);
                if (currentTarget.value.trim() !== (label ?? '')) said({ label: currentTarget.value });
              }}
            />
          </label>
        )}
      </div>
      {onRemove === undefined ? null : (
        <p>
          <Button compact look="quiet" icon="trash" label={voicesText.removal.open({ name })} onClick={onRemove}>
            {voicesText.removal.openShort}
          </Button>
        </p>
      )}
    </li>
  );
}
