import { useState } from 'preact/hooks';
import { messageOf } from '../api/errors.ts';
import { type LessonResponse, reanalyse } from '../api/lessons.ts';
import { toast } from '../parts/Toasts.tsx';
import { library } from '../text/library.ts';

/** Has a lesson analysed again and says what came of it; `onChange` is called when the lesson may be another then. */
export function useReanalysis({ id, title }: Pick<LessonResponse, 'id' | 'title'>, onChange: () => void) {
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      await reanalyse(id);
      toast(library.retried({ title }));
    } catch (error) {
      toast(messageOf(error));
    }
    setBusy(false);
    onChange();
  };
  return { busy, retry };
}
