import { aboutOf, type Change } from '../model/change.ts';
import { codeOf, type Question } from '../model/code.ts';
import type { Desk } from '../model/desk.ts';
import { Button } from '../parts/Button.tsx';
import { CodeBadge } from '../parts/CodeBadge.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { formatDateTime } from '../text/format.ts';
import { lessonText } from '../text/lesson.ts';
import { useCodebook } from './useCodebook.ts';

interface ConflictDialogProps {
  readonly desk: Desk;
  readonly questionId: string;
  /** The question's words, masked where names are. */
  readonly text: string;
  readonly masked: boolean;
  readonly onChoose: (choice: 'theirs' | 'mine', also?: Change) => void;
  readonly onClose: () => void;
}

const longestNote = 2000;

/** Both notes in one, mine first; undefined where there is nothing to join, or no room for it. */
function bothNotes(mine: Question, theirs: Question): string | undefined {
  const [a, b] = [mine.review?.note, theirs.review?.note];
  if (!a || !b || a === b || theirs.review === undefined) return undefined;
  const joined = `${a}\n\n${theirs.review.by}: ${b}`;
  return joined.length <= longestNote ? joined : undefined;
}

/** Two people changed a question: both versions side by side, and the choice between them. */
export function ConflictDialog({ desk, questionId, text, masked, onChoose, onClose }: ConflictDialogProps) {
  const theirs = desk.kept.get(questionId);
  const mine = desk.shown.get(questionId);
  if (theirs === undefined) return null;
  const joined = mine === undefined ? undefined : bothNotes(mine, theirs);
  const wanted = desk.waiting.filter(({ change, before }) => aboutOf(change, before).includes(questionId));
  return (
    <Dialog title={lessonText.conflict.title} onClose={onClose}>
      <p>{lessonText.conflict.lead}</p>
      <blockquote class="conflict-question">{text}</blockquote>
      <div class="conflict-sides">
        <Side title={lessonText.conflict.theirs} question={theirs} masked={masked}>
          {theirs.review === undefined
            ? null
            : lessonText.conflict.by({ name: theirs.review.by, at: formatDateTime(theirs.review.at) })}
        </Side>
        <Side title={lessonText.conflict.mine} question={mine} masked={masked}>
          {[...new Set(wanted.map(({ change }) => lessonText.conflict.kinds[change.kind]))].join(', ')}
        </Side>
      </div>
      <div class="dialog-actions">
        <Button look="quiet" onClick={onClose}>
          {lessonText.conflict.later}
        </Button>
        <Button onClick={() => onChoose('theirs')}>{lessonText.conflict.keepTheirs}</Button>
        <Button onClick={() => onChoose('mine')}>{lessonText.conflict.useMine}</Button>
        {joined === undefined ? null : (
          <Button look="primary" onClick={() => onChoose('mine', { kind: 'note', question: questionId, note: joined })}>
            {lessonText.conflict.useMineBoth}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

interface SideProps {
  readonly title: string;
  /** Undefined where it is no question of its own any more. */
  readonly question: Question | undefined;
  readonly masked: boolean;
  readonly children?: string | null;
}

function Side({ title, question, masked, children }: SideProps) {
  const { nameOf } = useCodebook();
  const review = question?.review;
  const note = review?.note ? (masked ? lessonText.conflict.hiddenNote : review.note) : lessonText.conflict.noNote;
  const code = question === undefined ? undefined : codeOf(question);
  return (
    <section class="conflict-side" aria-label={title}>
      <h3>{title}</h3>
      {children ? <p class="small soft">{children}</p> : null}
      {question === undefined || code === undefined ? (
        <p>{lessonText.conflict.gone}</p>
      ) : (
        <>
          {masked ? null : <p>{question.text}</p>}
          <p>
            <CodeBadge label={code.label} /> {code.subtype === undefined ? '' : nameOf(code.subtype)}
            {question.rejected ? ` · ${lessonText.list.rejected}` : ''}
          </p>
          <p class="small soft numbers">
            {lessonText.list.fromTo(question)} · {lessonText.askedBy.names[question.askedBy ?? 'unknown']}
          </p>
          {review === undefined ? <p>{lessonText.conflict.noReview}</p> : <p class="conflict-note">{note}</p>}
        </>
      )}
    </section>
  );
}
