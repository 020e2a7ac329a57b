import { useState } from 'preact/hooks';
import type { LessonResponse } from '../../api/lessons.ts';
import { AnalyseAgain } from '../../details/AnalyseAgain.tsx';
import { MoveMany } from '../../details/MoveMany.tsx';
import type { Rights } from '../../frame/useRights.ts';
import { Button } from '../../parts/Button.tsx';
import { formatClock } from '../../text/format.ts';
import { manyText as text } from '../../text/many.ts';
import { DeleteMany } from './DeleteMany.tsx';
import { DetailsOfMany } from './DetailsOfMany.tsx';

interface ManyBarProps {
  /** The chosen ones. */
  readonly lessons: readonly LessonResponse[];
  readonly rights: Rights;
  readonly allChosen: boolean;
  readonly chooseAll: (all: boolean) => void;
  /** The list is out of date. */
  readonly onChange: () => void;
}

/** What the chosen lessons come to together, and what can be done with all of them at once. */
export function ManyBar({ lessons, rights, allChosen, chooseAll, onChange }: ManyBarProps) {
  const [open, setOpen] = useState<'details' | 'reanalysis' | 'move' | 'deletion'>();
  const none = lessons.length === 0;
  const { seconds, ...counts } = totalsOf(lessons);
  const shared = {
    lessons,
    onChange,
    onClose: () => setOpen(undefined),
  };
  return (
    <section class="many" aria-label={text.name}>
      <label class="check">
        <input type="checkbox" checked={allChosen} onChange={({ currentTarget }) => chooseAll(currentTarget.checked)} />
        {text.all}
      </label>
      <p class="numbers" role="status">
        {text.totals({ ...counts, length: formatClock(seconds) })}
      </p>
      {rights.review ? (
        <>
          <Button compact disabled={none} onClick={() => setOpen('details')}>
            {text.details}
          </Button>
          <Button compact disabled={none} onClick={() => setOpen('reanalysis')}>
            {text.reanalysis}
          </Button>
        </>
      ) : null}
      {rights.administer ? (
        <>
          <Button compact disabled={none} onClick={() => setOpen('move')}>
            {text.moving}
          </Button>
          <Button compact look="danger" disabled={none} onClick={() => setOpen('deletion')}>
            {text.deletion}
          </Button>
        </>
      ) : null}
      {open === 'details' ? <DetailsOfMany {...shared} mayEnd={rights.administer} /> : null}
      {open === 'reanalysis' ? <AnalyseAgain {...shared} /> : null}
      {open === 'move' ? <MoveMany {...shared} /> : null}
      {open === 'deletion' ? <DeleteMany {...shared} /> : null}
    </section>
  );
}

/** How many lessons, how long together in seconds, and how many questions. */
export function totalsOf(lessons: readonly LessonResponse[]) {
  const sum = (of: (lesson: LessonResponse) => number | undefined) =>
    lessons.reduce((total, lesson) => total + (of(lesson) ?? 0), 0);
  return {
    lessons: lessons.length,
    seconds: sum(({ result }) => result?.durationSeconds),
    questions: sum(({ result }) => result?.metrics.questionCount),
  };
}
