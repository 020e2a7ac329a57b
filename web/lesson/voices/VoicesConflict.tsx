import { aboutOf, ofVoices } from '../../model/change.ts';
import type { Desk } from '../../model/desk.ts';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { lessonText } from '../../text/lesson.ts';
import { voicesText } from '../../text/voices.ts';

interface VoicesConflictProps {
  readonly desk: Desk;
  /** What each voice was called when the person said it. */
  readonly names: ReadonlyMap<number, string>;
  readonly onChoose: (choice: 'theirs' | 'mine') => void;
  readonly onClose: () => void;
}

/** Two people said who speaks: whose voices these are now, what is not saved yet, and the choice between them. */
export function VoicesConflict({ desk, names, onChoose, onClose }: VoicesConflictProps) {
  const voices = desk.voices?.voices ?? [];
  const wanted = desk.waiting.filter(({ change, before }) => aboutOf(change, before).includes(ofVoices));
  return (
    <Dialog title={voicesText.conflict.title} onClose={onClose}>
      <p>{voicesText.conflict.lead}</p>
      <div class="conflict-sides">
        <section class="conflict-side" aria-label={lessonText.conflict.theirs}>
          <h3>{lessonText.conflict.theirs}</h3>
          <ul>
            {voices.map(({ speaker, role }) => (
              <li key={speaker}>
                {names.get(speaker) ?? voicesText.names[role]}: {voicesText.roles[role]}
              </li>
            ))}
          </ul>
        </section>
        <section class="conflict-side" aria-label={lessonText.conflict.mine}>
          <h3>{lessonText.conflict.mine}</h3>
          <ul>
            {wanted.map(({ id, change }) => (
              <li key={id}>
                {change.kind === 'voices'
                  ? change.voices
                      .map(({ speaker, role }) => `${names.get(speaker) ?? ''}: ${voicesText.roles[role]}`)
                      .join(', ')
                  : lessonText.conflict.kinds[change.kind]}
              </li>
            ))}
          </ul>
        </section>
      </div>
      <div class="dialog-actions">
        <Button look="quiet" onClick={onClose}>
          {lessonText.conflict.later}
        </Button>
        <Button onClick={() => onChoose('theirs')}>{lessonText.conflict.keepTheirs}</Button>
        <Button onClick={() => onChoose('mine')}>{lessonText.conflict.useMine}</Button>
      </div>
    </Dialog>
  );
}
