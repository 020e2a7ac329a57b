import { useState } from 'preact/hooks';
import { type LessonResponse, reanalyse } from '../../api/lessons.ts';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { common } from '../../text/common.ts';
import { formatClock } from '../../text/format.ts';
import { manyText as text } from '../../text/many.ts';
import { forEachLesson, type Undone } from './forEach.ts';
import { UndoneNotice } from './UndoneNotice.tsx';

interface ReanalyseManyProps {
  readonly lessons: readonly LessonResponse[];
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** Says what another analysis of several lessons takes, and has them analysed again. */
export function ReanalyseMany({ lessons, onClose, onChange }: ReanalyseManyProps) {
  const [tried, setTried] = useState<number>();
  const [undone, setUndone] = useState<readonly Undone[]>([]);
  const seconds = lessons.reduce((total, { result }) => total + (result?.durationSeconds ?? 0), 0);
  const paid = lessons.flatMap(({ result }) => (result?.cost === undefined ? [] : [result.cost.money ?? 0]));
  const again = async () => {
    setTried(0);
    const { undone: left } = await forEachLesson(lessons, ({ id }) => reanalyse(id), setTried);
    onChange();
    setTried(undefined);
    setUndone(left);
    if (left.length === 0) onClose();
  };
  return (
    <Dialog title={text.reanalysisOf({ count: lessons.length })} onClose={onClose}>
      <p>{text.sound({ length: formatClock(seconds) })}</p>
      <p>{paid.length === 0 ? text.noCost : text.cost({ dollars: paid.reduce((sum, one) => sum + one, 0) })}</p>
      <p>{text.keeps}</p>
      <UndoneNotice undone={undone} />
      <div class="dialog-actions">
        <Button onClick={onClose}>{common.cancel}</Button>
        <Button look="primary" icon="retry" disabled={tried !== undefined} onClick={again}>
          {tried === undefined ? text.reanalysis : text.tried({ done: tried, all: lessons.length })}
        </Button>
      </div>
    </Dialog>
  );
}
