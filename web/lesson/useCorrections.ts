import { useEffect, useRef, useState } from 'preact/hooks';
import { useMe } from '../frame/me.ts';
import { rightsOf } from '../frame/useRights.ts';
import type { Change } from '../model/change.ts';
import type { Question } from '../model/code.ts';
import { type Desk, pendingOf } from '../model/desk.ts';
import { useStore } from '../parts/store.ts';
import { lessonText } from '../text/lesson.ts';
import type { ReviewDesk } from './reviewDesk.ts';
import { nameReviewer, reviewer } from './reviewer.ts';

export interface Corrections {
  readonly want: (change: Change, say?: string) => void;
  readonly undo: () => void;
  readonly choose: (questionId: string, choice: 'theirs' | 'mine') => void;
  /** What a screen reader hears. */
  readonly said: string;
  readonly say: (text: string) => void;
  /** Whether the reviewer's name has to be asked for; what was wanted waits for it. */
  readonly asking: boolean;
  readonly named: (name: string) => void;
  readonly giveUp: () => void;
  readonly by: string;
  /** A question as it is kept, whatever is masked. */
  readonly kept: (id: string) => Question | undefined;
}

/** Corrections in the name of whoever is signed in, or gives a name the first time. */
export function useCorrections(desk: Desk, reviews: ReviewDesk, site: string): Corrections {
  const me = useMe();
  const typed = useStore(reviewer);
  const by = me?.name ?? typed;
  const [said, setSaid] = useState('');
  const [asked, setAsked] = useState<(by: string) => void>();
  const mayNot = me != null && !rightsOf(me, site).review;

  // The same words twice would not be read twice.
  const say = (text: string) => setSaid((before) => (before === text ? `${text}\u00a0` : text));
  const inName = (act: (by: string) => void) => {
    if (mayNot) say(lessonText.said.mayNot);
    else if (by === '') setAsked(() => act);
    else act(by);
  };

  // All is saved: heard once, when the last one is.
  const { unsent, failed, conflicts } = pendingOf(desk);
  const pending = unsent + failed + conflicts.length;
  const before = useRef(0);
  useEffect(() => {
    if (pending === 0 && before.current > 0) say(lessonText.said.saved);
    if (failed > 0) say(lessonText.saving.failed({ count: failed }));
    before.current = pending;
  }, [pending, failed]);

  return {
    by,
    kept: (id) => reviews.get().shown.get(id),
    said,
    say,
    want: (change, words) =>
      inName((name) => {
        reviews.want(change, name);
        say(words ?? lessonText.said.changed);
      }),
    undo: () =>
      inName((name) => say(reviews.undo(name) === null ? lessonText.said.nothingToUndo : lessonText.said.undone)),
    choose: (questionId, choice) => reviews.choose(questionId, choice),
    asking: asked !== undefined,
    named: (name) => {
      nameReviewer(name);
      asked?.(name);
      setAsked(undefined);
    },
    giveUp: () => setAsked(undefined),
  };
}
