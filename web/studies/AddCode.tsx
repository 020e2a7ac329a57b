import { useState } from 'preact/hooks';
import type { Transcript } from '../api/review.ts';
import type { UnitCode } from '../api/studies.ts';
import { Frame, Seconds, Words } from '../lesson/EditDialogs.tsx';
import { wordsIn } from '../model/words.ts';
import { lessonText } from '../text/lesson.ts';
import { studiesText } from '../text/studies.ts';

const text = studiesText.coding;
const labels = ['OEQ', 'CEQ'] as const;

interface AddCodeProps {
  /** Seconds. */
  readonly span: { readonly start: number; readonly end: number };
  readonly duration: number;
  readonly transcript: Transcript;
  readonly onAdd: (code: UnitCode) => void;
  readonly onClose: () => void;
}

/** A question that nobody found: where, its words, and its code. */
export function AddCode({ span, duration, transcript, onAdd, onClose }: AddCodeProps) {
  const [place, setPlace] = useState(span);
  const [typed, setTyped] = useState<string>();
  const [label, setLabel] = useState<(typeof labels)[number]>('OEQ');
  const words = typed ?? wordsIn(transcript, place).slice(0, 1000);
  const { start, end } = place;
  const ready = words.trim() !== '' && start >= 0 && end - start >= 0.1 && end <= duration;
  const save = () => onAdd({ startSeconds: start, endSeconds: end, text: words.trim(), label });
  return (
    <Frame title={text.add} ready={ready} onSave={save} onClose={onClose}>
      <Words label={lessonText.edit.words} value={words} onChange={setTyped} />
      <div class="edit-place">
        <Seconds label={lessonText.edit.from} value={start} onChange={(from) => setPlace({ ...place, start: from })} />
        <Seconds label={lessonText.edit.to} value={end} onChange={(to) => setPlace({ ...place, end: to })} />
      </div>
      <fieldset class="asked-by">
        <legend class="unseen">{lessonText.list.code}</legend>
        {labels.map((one) => (
          <label class="check" key={one}>
            <input type="radio" name="label" checked={label === one} onChange={() => setLabel(one)} />
            {text.labels[one]}
          </label>
        ))}
      </fieldset>
    </Frame>
  );
}
