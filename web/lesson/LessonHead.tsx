import { useState } from 'preact/hooks';
import type { LessonResponse } from '../api/lessons.ts';
import type { Names } from '../api/review.ts';
import { AnalyseAgain } from '../details/AnalyseAgain.tsx';
import { DeleteDialog } from '../details/DeleteDialog.tsx';
import { DetailsDialog } from '../details/DetailsDialog.tsx';
import type { Rights } from '../frame/useRights.ts';
import { dayInWords } from '../library/day.ts';
import { Button } from '../parts/Button.tsx';
import { againText } from '../text/again.ts';
import { formatClock } from '../text/format.ts';
import { lessonText } from '../text/lesson.ts';
import { BringIn } from './BringIn.tsx';
import { TakeAway } from './TakeAway.tsx';

interface LessonHeadProps {
  readonly lesson: LessonResponse;
  /** The same as it is shown: with its names, or masked. */
  readonly shown: LessonResponse;
  readonly rights: Rights;
  readonly tab: 'lesson' | 'summary';
  readonly names: Names;
  readonly onNames: (names: Names) => void;
  readonly onChange: () => void;
  readonly onDeleted: () => void;
}

/** The lesson's name, its parts, and what can be done with the whole of it. */
export function LessonHead({ lesson, shown, rights, tab, names, onNames, onChange, onDeleted }: LessonHeadProps) {
  const [dialog, setDialog] = useState<'details' | 'again' | 'delete'>();
  const [deleted, setDeleted] = useState(false);
  const { id, result } = lesson;
  const { title, educator, siteId } = shown;
  const close = () => {
    setDialog(undefined);
    if (deleted) onDeleted();
  };
  const facts = [
    educator,
    siteId,
    dayInWords(lesson),
    result === undefined ? undefined : formatClock(result.durationSeconds),
  ].filter((fact) => fact !== undefined);
  const link = (href: string, text: string, current: boolean) => (
    <a href={href} {...(current ? { 'aria-current': 'page' as const } : {})}>
      {text}
    </a>
  );
  return (
    <header class="lesson-head">
      <a class="lesson-back" href="/">
        {lessonText.back}
      </a>
      <div class="lesson-title-row">
        <h1>{title}</h1>
        <div class="lesson-tools">
          {result === undefined ? null : <TakeAway lessonId={id} names={names} />}
          {result !== undefined && rights.review ? <BringIn lessonId={id} /> : null}
          {rights.review ? (
            <Button icon="edit" onClick={() => setDialog('details')}>
              {lessonText.details}
            </Button>
          ) : null}
          {rights.review && lesson.status !== 'running' ? (
            <Button icon="retry" onClick={() => setDialog('again')}>
              {againText.open}
            </Button>
          ) : null}
          {rights.administer ? (
            <Button icon="trash" onClick={() => setDialog('delete')}>
              {lessonText.remove}
            </Button>
          ) : null}
        </div>
      </div>
      <p class="head-facts soft">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {result === undefined ? null : (
        <div class="lesson-bar">
          <nav class="tabs" aria-label={lessonText.sections}>
            {link(`/lessons/${id}`, lessonText.tabs.lesson, tab === 'lesson')}
            {link(`/lessons/${id}/summary`, lessonText.tabs.summary, tab === 'summary')}
          </nav>
          <label class="check" title={lessonText.maskedHint}>
            <input
              type="checkbox"
              role="switch"
              checked={names === 'masked'}
              aria-checked={names === 'masked'}
              onChange={({ currentTarget }) => onNames(currentTarget.checked ? 'masked' : 'shown')}
            />
            {lessonText.masked}
          </label>
        </div>
      )}
      {dialog === 'details' ? (
        <DetailsDialog
          lesson={lesson}
          mayEnd={rights.administer}
          onClose={close}
          onSaved={() => {
            close();
            onChange();
          }}
        />
      ) : null}
      {dialog === 'again' ? <AnalyseAgain lessons={[lesson]} onClose={close} onChange={onChange} /> : null}
      {dialog === 'delete' ? <DeleteDialog lesson={lesson} onClose={close} onDeleted={() => setDeleted(true)} /> : null}
    </header>
  );
}
