import { useState } from 'preact/hooks';
import type { Transcript } from '../api/review.ts';
import type { AskedBy, Change } from '../model/change.ts';
import type { Question } from '../model/code.ts';
import { newId } from '../model/newId.ts';
import { wordsIn, wordsSplit } from '../model/words.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { common } from '../text/common.ts';
import { lessonText } from '../text/lesson.ts';
import type { Span } from './useCommands.ts';

const text = lessonText.edit;
const longest = { question: 1000, line: 2000 };

interface FrameProps {
  readonly title: string;
  readonly ready: boolean;
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly children: preact.ComponentChildren;
}

/** A dialogue that asks for something and saves it. */
export function Frame({ title, ready, onSave, onClose, children }: FrameProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onSave();
        }}
      >
        {children}
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" disabled={!ready}>
            {text.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface WordsProps {
  readonly label: string;
  readonly value: string;
  readonly most?: number;
  readonly onChange: (value: string) => void;
}

/** Words of talk: Enter saves them. */
export function Words({ label, value, most = longest.question, onChange }: WordsProps) {
  return (
    <Field label={label}>
      {(control) => (
        <textarea
          {...control}
          class="input"
          rows={3}
          maxLength={most}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
          onKeyDown={(event) => {
            // One line of talk: Enter saves it, as in any field of one line.
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
      )}
    </Field>
  );
}

/** A time in the lesson. */
export function Seconds({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          class="input"
          type="number"
          min={0}
          step={0.1}
          required
          value={Number(value.toFixed(2))}
          onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
        />
      )}
    </Field>
  );
}

interface EditProps {
  readonly onWant: (change: Change) => void;
  readonly onClose: () => void;
}

/** A question that was missed: where, and its words, as far as any were heard there. */
export function AddDialog({
  span,
  transcript,
  onWant,
  onClose,
}: EditProps & { span: Span; transcript: Transcript | undefined }) {
  const [place, setPlace] = useState(span);
  const [typed, setTyped] = useState<string>();
  const words = typed ?? wordsIn(transcript, place);
  const ready = words.trim() !== '' && place.start >= 0 && place.end - place.start >= 0.1;
  const save = () =>
    onWant({ kind: 'added', question: `p-${newId()}`, start: place.start, end: place.end, text: words.trim() });
  return (
    <Frame title={text.add} ready={ready} onSave={save} onClose={onClose}>
      <Words label={text.words} value={words} onChange={setTyped} />
      <div class="edit-place">
        <Seconds label={text.from} value={place.start} onChange={(start) => setPlace({ ...place, start })} />
        <Seconds label={text.to} value={place.end} onChange={(end) => setPlace({ ...place, end })} />
      </div>
    </Frame>
  );
}

export function TextDialog({ question, onWant, onClose }: EditProps & { question: Question }) {
  const [words, setWords] = useState(question.text);
  const ready = words.trim() !== '' && words.trim() !== question.text;
  const save = () => onWant({ kind: 'text', question: question.id, text: words.trim() });
  return (
    <Frame title={text.text} ready={ready} onSave={save} onClose={onClose}>
      <Words label={text.words} value={words} onChange={setWords} />
      <p class="small soft">{text.textHint}</p>
    </Frame>
  );
}

type Line = Transcript['segments'][number];

export function LineDialog({ line, onWant, onClose }: EditProps & { line: Line }) {
  const [words, setWords] = useState(line.heard === 'not-understood' ? '' : line.text);
  const ready = words.trim() !== '' && words.trim() !== line.text;
  const { start, end, text: was } = line;
  const save = () => onWant({ kind: 'line', start, end, was, text: words.trim() });
  return (
    <Frame title={text.line} ready={ready} onSave={save} onClose={onClose}>
      <Words label={text.words} value={words} most={longest.line} onChange={setWords} />
    </Frame>
  );
}

/** Where one question ends and the next begins: proposed at the video's time, or where a sentence ends. */
export function SplitDialog({
  question,
  time,
  transcript,
  onWant,
  onClose,
}: EditProps & { question: Question; time: number; transcript: Transcript | undefined }) {
  const proposed = wordsSplit(transcript, question, time);
  const [at, setAt] = useState(proposed.at);
  const [first, setFirst] = useState(proposed.texts[0]);
  const [second, setSecond] = useState(proposed.texts[1]);
  const ready = first.trim() !== '' && second.trim() !== '' && at > question.start && at < question.end;
  const texts: [string, string] = [first.trim(), second.trim()];
  const save = () => onWant({ kind: 'split', question: question.id, into: `p-${newId()}`, at, texts });
  return (
    <Frame title={text.split} ready={ready} onSave={save} onClose={onClose}>
      <Words label={text.first} value={first} onChange={setFirst} />
      <Words label={text.second} value={second} onChange={setSecond} />
      <Seconds label={text.border} value={at} onChange={setAt} />
      <p class="small soft numbers">{lessonText.list.fromTo(question)}</p>
    </Frame>
  );
}

// Keys of the text's record are the answers.
const answers = Object.keys(lessonText.askedBy.names) as AskedBy[];

export function AskedByDialog({ question, onWant, onClose }: EditProps & { question: Question }) {
  const [askedBy, setAskedBy] = useState<AskedBy>(question.askedBy ?? 'educator');
  const [whole, setWhole] = useState(false);
  const save = () => onWant({ kind: 'asked-by', askedBy, ...(whole ? {} : { question: question.id }) });
  return (
    <Frame title={lessonText.askedBy.title} ready onSave={save} onClose={onClose}>
      <fieldset class="asked-by">
        <legend class="unseen">{lessonText.askedBy.title}</legend>
        {answers.map((name) => (
          <label class="check" key={name}>
            <input type="radio" name="asked-by" checked={askedBy === name} onChange={() => setAskedBy(name)} />
            {lessonText.askedBy.names[name]}
          </label>
        ))}
      </fieldset>
      <label class="check">
        <input type="checkbox" checked={whole} onChange={({ currentTarget }) => setWhole(currentTarget.checked)} />
        {lessonText.askedBy.whole}
      </label>
      <p class="small soft">{lessonText.askedBy.wholeHint}</p>
    </Frame>
  );
}
