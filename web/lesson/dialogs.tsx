import { useState } from 'preact/hooks';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { useStore } from '../parts/store.ts';
import { common } from '../text/common.ts';
import { lessonText } from '../text/lesson.ts';
import { allowLetters, letters } from './reviewer.ts';

/** Asks once under which name corrections are kept. */
export function NameDialog({ onName, onClose }: { onName: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  return (
    <Dialog title={lessonText.name.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') onName(name.trim());
        }}
      >
        <p>{lessonText.name.text}</p>
        <Field label={lessonText.name.label}>
          {(control) => (
            <input
              {...control}
              class="input"
              required
              maxLength={200}
              autocomplete="name"
              value={name}
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
          )}
        </Field>
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" disabled={name.trim() === ''}>
            {lessonText.name.go}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface KeysDialogProps {
  /** Keys, and what each does. */
  readonly rows?: readonly (readonly [string, string])[];
  readonly onClose: () => void;
}

export function KeysDialog({ rows = lessonText.keys.rows, onClose }: KeysDialogProps) {
  const allowed = useStore(letters);
  return (
    <Dialog title={lessonText.keys.title} onClose={onClose}>
      <dl class="keys">
        {rows.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={allowed}
          onChange={({ currentTarget }) => allowLetters(currentTarget.checked)}
        />
        {lessonText.keys.letters}
      </label>
      <p class="small soft">{lessonText.keys.lettersHint}</p>
    </Dialog>
  );
}
