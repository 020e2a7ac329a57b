import { useState } from 'preact/hooks';
import type { Transcript } from '../../api/review.ts';
import type { Change } from '../../model/change.ts';
import { newVoice, type Voice } from '../../model/voices.ts';
import { Field } from '../../parts/Field.tsx';
import { voicesText } from '../../text/voices.ts';
import { Frame } from '../EditDialogs.tsx';

interface SpeakerDialogProps {
  readonly line: number;
  /** How many lines were chosen, from this one on. */
  readonly chosen: number;
  readonly lines: Transcript['segments'];
  readonly voices: readonly Voice[];
  readonly names: ReadonlyMap<number, string>;
  readonly onWant: (...changes: readonly Change[]) => void;
  readonly onClose: () => void;
}

const most = 200;

/** Who says a line, a part of it, some lines, or all that its voice says. */
export function SpeakerDialog({ line, chosen, lines, voices, names, onWant, onClose }: SpeakerDialogProps) {
  const said = lines[line];
  const [who, setWho] = useState(String(said?.speaker ?? ''));
  const [count, setCount] = useState(Math.min(most, chosen));
  const [all, setAll] = useState(false);
  const [from, setFrom] = useState(0);
  if (said === undefined) return null;
  const { start, end, text: was, words = [], speaker } = said;
  const known = voices.some((voice) => String(voice.speaker) === who);
  const changes = (): Change[] => {
    if (all && known && speaker != null) return [{ kind: 'voice-given', speaker, to: Number(who) }];
    const first = words[from];
    const cut: Change[] = from > 0 && first !== undefined ? [{ kind: 'cut', start, end, was, at: first.start }] : [];
    const begins = cut.length > 0 && first !== undefined ? first.start : start;
    const spans = lines
      .slice(line, line + count)
      .map((one, at) => ({ start: at === 0 ? begins : one.start, end: Math.max(one.end, one.start + 0.05) }));
    const role = who === 'child' || who === 'adult' ? who : undefined;
    const to = role === undefined ? (who === '' ? null : Number(who)) : newVoice(voices);
    return [...cut, { kind: 'spoken', spans, speaker: to, ...(role === undefined ? {} : { role }) }];
  };
  const text = voicesText.line;
  return (
    <Frame
      title={text.title}
      ready={!(all && (!known || who === String(speaker)))}
      onSave={() => onWant(...changes())}
      onClose={onClose}
    >
      <blockquote>{was}</blockquote>
      <Field label={text.who}>
        {(control) => (
          <select {...control} class="input" value={who} onChange={({ currentTarget }) => setWho(currentTarget.value)}>
            {voices.map((voice) => (
              <option key={voice.speaker} value={voice.speaker}>
                {names.get(voice.speaker)}
              </option>
            ))}
            <option value="child">{text.newChild}</option>
            <option value="adult">{text.newAdult}</option>
            <option value="">{text.nobody}</option>
          </select>
        )}
      </Field>
      {words.length < 2 || all ? null : (
        <Field label={text.cut}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={from}
              onChange={({ currentTarget }) => setFrom(Number(currentTarget.value))}
            >
              {words.map((word, at) => (
                <option key={at} value={at}>
                  {at === 0 ? text.whole : word.text}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {all ? null : (
        <Field label={text.count}>
          {(control) => (
            <input
              {...control}
              class="input"
              type="number"
              min={1}
              max={Math.min(most, lines.length - line)}
              value={count}
              onInput={({ currentTarget }) =>
                setCount(Math.min(most, Math.max(1, Math.floor(currentTarget.valueAsNumber) || 1)))
              }
            />
          )}
        </Field>
      )}
      {speaker == null ? null : (
        <label class="check">
          <input type="checkbox" checked={all} onChange={({ currentTarget }) => setAll(currentTarget.checked)} />
          {text.all({ name: names.get(speaker) ?? '' })}
        </label>
      )}
    </Frame>
  );
}
