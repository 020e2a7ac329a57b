import { useState } from 'preact/hooks';
import type { SpeakersResponse, TeachingResponse } from '../../../shared/api/contract.ts';
import { readTeaching, type Transcript } from '../../api/review.ts';
import type { Change } from '../../model/change.ts';
import { taughtOf } from '../../model/voices.ts';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { ErrorNotice } from '../../parts/Notice.tsx';
import { common } from '../../text/common.ts';
import { formatClock, formatDateTime } from '../../text/format.ts';
import { voicesText } from '../../text/voices.ts';

const text = voicesText.teach;

interface TeachProps {
  readonly lessonId: string;
  readonly teaching: SpeakersResponse['teaching'];
  /** Whether something said is not saved yet: it teaches nothing before. */
  readonly saving: boolean;
  readonly lines: Transcript['segments'];
  readonly names: ReadonlyMap<number, string>;
  /** What is heard just now. */
  readonly playing: string | undefined;
  readonly hear: (key: string, spans: readonly { start: number; end: number }[]) => void;
  readonly onWant: (change: Change, say?: string) => void;
}

/** What corrected lines teach of the others: shown first, and taken as far as a person wants it. */
export function Teach({ lessonId, teaching, saving, lines, names, playing, hear, onWant }: TeachProps) {
  const [taught, setTaught] = useState<TeachingResponse>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (teaching.until === null)
    return teaching.why === undefined ? null : <p class="soft small">{text[teaching.why]}</p>;
  const ask = async () => {
    setBusy(true);
    setError(undefined);
    try {
      setTaught(await readTeaching(lessonId));
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return (
    <div class="who-teach">
      <Button compact disabled={busy || saving} onClick={ask}>
        {text.open}
      </Button>
      <p class="soft small">{text.until({ time: formatDateTime(teaching.until) })}</p>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {taught === undefined ? null : (
        <TaughtDialog
          taught={taught}
          {...{ lines, names, playing, hear }}
          onTake={(changes) => {
            setTaught(undefined);
            onWant(taughtOf(changes), text.said({ count: changes.length }));
          }}
          onClose={() => setTaught(undefined)}
        />
      )}
    </div>
  );
}

type TaughtChange = TeachingResponse['changes'][number];

interface TaughtDialogProps extends Pick<TeachProps, 'lines' | 'names' | 'playing' | 'hear'> {
  readonly taught: TeachingResponse;
  readonly onTake: (changes: readonly TaughtChange[]) => void;
  readonly onClose: () => void;
}

function TaughtDialog({ taught, lines, names, playing, hear, onTake, onClose }: TaughtDialogProps) {
  const { examples, changes } = taught;
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const turn = (start: number) => {
    const next = new Set(left);
    if (!next.delete(start)) next.add(start);
    setLeft(next);
  };
  const chosen = changes.filter(({ start }) => !left.has(start));
  const nameOf = (speaker: number | null) => (speaker === null ? text.nobody : (names.get(speaker) ?? text.nobody));
  return (
    <Dialog title={text.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen.length > 0) onTake(chosen);
        }}
      >
        <p role="status">
          {examples === 0
            ? text.noExamples
            : changes.length === 0
              ? text.noChanges({ count: examples })
              : text.hint({ count: changes.length })}
        </p>
        <ul class="changes">
          {changes.map(({ start, end, from, to }) => {
            const time = formatClock(start);
            const change = text.change({ from: nameOf(from), to: nameOf(to) });
            const key = `taught ${start}`;
            return (
              <li key={start} class="taught">
                <label class="check">
                  <input
                    type="checkbox"
                    checked={!left.has(start)}
                    aria-label={text.choose({ time, change })}
                    onChange={() => turn(start)}
                  />
                  <span>
                    <span class="numbers">{time}</span> <strong>{change}</strong>{' '}
                    <span class="soft">{lines.find((line) => line.start === start)?.text}</span>
                  </span>
                </label>
                <Button
                  compact
                  look="quiet"
                  icon={playing === key ? 'pause' : 'play'}
                  label={playing === key ? voicesText.stop : text.hear({ time })}
                  onClick={() => hear(key, [{ start, end }])}
                />
              </li>
            );
          })}
        </ul>
        <div class="dialog-actions">
          <Button onClick={onClose}>{changes.length === 0 ? common.close : common.cancel}</Button>
          {changes.length === 0 ? null : (
            <Button look="primary" type="submit" disabled={chosen.length === 0}>
              {text.take({ count: chosen.length })}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
