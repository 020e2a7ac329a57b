import { type Entry, type Wanted, wantedOf } from '../model/desk.ts';
import { Button } from '../parts/Button.tsx';
import { CodeBadge } from '../parts/CodeBadge.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { lessonText, subtypeNames } from '../text/lesson.ts';

interface ConflictDialogProps {
  readonly entry: Entry;
  readonly text: string;
  readonly masked: boolean;
  readonly onChoose: (choice: 'theirs' | { mine: Wanted }) => void;
  readonly onClose: () => void;
}

const longestNote = 2000;

/** Both notes in one, mine first; undefined where there is nothing to join, or no room for it. */
function bothNotes(mine: Wanted, theirs: Entry['kept']['review']): string | undefined {
  const [a, b] = [mine?.note, theirs?.note];
  if (!a || !b || a === b || theirs === undefined) return undefined;
  const joined = `${a}\n\n${theirs.by}: ${b}`;
  return joined.length <= longestNote ? joined : undefined;
}

/** Two people changed a question: both versions side by side, and the choice between them. */
export function ConflictDialog({ entry, text, masked, onChoose, onClose }: ConflictDialogProps) {
  const { kept, wanted = null } = entry;
  const theirs = kept.review;
  const joined = bothNotes(wanted, theirs);
  return (
    <Dialog title={lessonText.conflict.title} onClose={onClose}>
      <p>{lessonText.conflict.lead}</p>
      <blockquote class="conflict-question">{text}</blockquote>
      <div class="conflict-sides">
        <Side title={lessonText.conflict.theirs} wanted={wantedOf(theirs)} masked={masked}>
          {theirs === undefined ? null : lessonText.conflict.by(theirs.by, theirs.at)}
        </Side>
        <Side title={lessonText.conflict.mine} wanted={wanted} masked={masked} />
      </div>
      <div class="dialog-actions">
        <Button look="quiet" onClick={onClose}>
          {lessonText.conflict.later}
        </Button>
        <Button onClick={() => onChoose('theirs')}>{lessonText.conflict.keepTheirs}</Button>
        <Button onClick={() => onChoose({ mine: wanted })}>{lessonText.conflict.useMine}</Button>
        {joined === undefined || wanted === null ? null : (
          <Button look="primary" onClick={() => onChoose({ mine: { ...wanted, note: joined } })}>
            {lessonText.conflict.useMineBoth}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

interface SideProps {
  readonly title: string;
  readonly wanted: Wanted;
  readonly masked: boolean;
  readonly children?: string | null;
}

function Side({ title, wanted, masked, children }: SideProps) {
  const note = wanted?.note ? (masked ? lessonText.conflict.hiddenNote : wanted.note) : lessonText.conflict.noNote;
  return (
    <section class="conflict-side" aria-label={title}>
      <h3>{title}</h3>
      {children ? <p class="small soft">{children}</p> : null}
      {wanted === null ? (
        <p>{lessonText.conflict.noReview}</p>
      ) : (
        <>
          <p>
            <CodeBadge label={wanted.label} /> {wanted.subtype === undefined ? '' : subtypeNames[wanted.subtype]}
          </p>
          <p class="conflict-note">{note}</p>
        </>
      )}
    </section>
  );
}
