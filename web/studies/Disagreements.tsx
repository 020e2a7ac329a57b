import { useState } from 'preact/hooks';
import { ApiError } from '../api/errors.ts';
import { readLesson } from '../api/lessons.ts';
import { type AgreementResponse, settle, type UnitCode } from '../api/studies.ts';
import { Media } from '../lesson/Media.tsx';
import { usePlayer } from '../lesson/player.ts';
import { CodebookOf } from '../lesson/useCodebook.ts';
import { useLoaded } from '../lesson/useLoaded.ts';
import { useUnsignedName } from '../lesson/useUnsignedName.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { formatClock, formatDateTime } from '../text/format.ts';
import { studiesText } from '../text/studies.ts';
import { CodeInWords } from './CodingList.tsx';
import { SettleDialog } from './SettleDialog.tsx';

type Unit = AgreementResponse['disagreements'][number];
const words = studiesText.agreement;

interface DisagreementsProps {
  readonly agreement: AgreementResponse;
  readonly onSettled: (agreement: AgreementResponse) => void;
  /** Somebody else settled something meanwhile: it has to be read again. */
  readonly onStale: () => void;
}

/** What coders differ in, lesson by lesson, with the video to listen to together; one of the codes, or another, settles it. */
export function Disagreements({ agreement, onSettled, onStale }: DisagreementsProps) {
  const { study, disagreements } = agreement;
  const lessons = agreement.lessons.filter(({ lessonId }) => disagreements.some((unit) => unit.lessonId === lessonId));
  const [chosen, choose] = useState('');
  const lesson = lessons.find(({ lessonId }) => lessonId === chosen) ?? lessons[0];
  const [other, setOther] = useState<Unit>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [said, say] = useState('');
  const player = usePlayer(Number.POSITIVE_INFINITY);
  const by = useUnsignedName();
  const open = disagreements.filter(({ settled }) => settled === undefined).length;
  const keep = async (code: UnitCode, note = '') => {
    if (lesson === undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      onSettled(await settle(study.id, lesson, { code, ...(note === '' ? {} : { note }) }, by));
      setOther(undefined);
      say(words.settledNow);
    } catch (thrown) {
      setError(thrown);
      if (thrown instanceof ApiError && thrown.status === 412) onStale();
    }
    setBusy(false);
  };
  const codebook = agreement.codebooks[lesson?.siteId ?? ''];
  return (
    <section class="disagreements" aria-labelledby="disagreements-title">
      <h2 id="disagreements-title">{words.disagreements}</h2>
      <p class="soft numbers" role="status">
        {disagreements.length === 0 ? words.agreed : words.open({ open, all: disagreements.length })}
      </p>
      <p class="unseen" role="status">
        {said}
      </p>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {lesson === undefined || codebook === undefined ? null : (
        <CodebookOf.Provider value={codebook}>
          <Field label={words.lesson}>
            {(control) => (
              <select
                {...control}
                class="input study-who"
                value={lesson.lessonId}
                onChange={({ currentTarget }) => choose(currentTarget.value)}
              >
                {lessons.map(({ lessonId, title }) => (
                  <option key={lessonId} value={lessonId}>
                    {title ?? studiesText.study.gone}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <LessonVideo key={lesson.lessonId} lessonId={lesson.lessonId} player={player} />
          <ol class="disagreement-list">
            {disagreements
              .filter(({ lessonId }) => lessonId === lesson.lessonId)
              .map((unit) => (
                <Disagreement
                  key={`${unit.startSeconds} ${unit.endSeconds}`}
                  unit={unit}
                  fixed={busy || study.closedAt !== undefined}
                  onPlay={() => player.seek(unit.startSeconds)}
                  onTake={(code) => void keep(code)}
                  onOther={() => setOther(unit)}
                />
              ))}
          </ol>
          {other === undefined ? null : (
            <SettleDialog
              unit={other}
              busy={busy}
              error={error}
              onSettle={(code, note) => void keep(code, note)}
              onClose={() => setOther(undefined)}
            />
          )}
        </CodebookOf.Provider>
      )}
    </section>
  );
}

function LessonVideo({ lessonId, player }: { lessonId: string; player: ReturnType<typeof usePlayer> }) {
  const { value, error, again } = useLoaded(lessonId, (signal) => readLesson(lessonId, undefined, signal));
  if (error !== undefined) return <ErrorNotice error={error} retry={again} />;
  return (
    <div class="disagreement-video">
      {value == null ? null : <Media lesson={value.body} player={player} names="shown" />}
    </div>
  );
}

/** A coder's code at the place that the others spoke of; of who took it for no question, that. */
const codeAt = ({ startSeconds, endSeconds, text }: Unit, code: UnitCode | undefined): UnitCode => ({
  label: 'none',
  ...(text === undefined ? {} : { text }),
  ...code,
  ...{ startSeconds, endSeconds },
});

interface DisagreementProps {
  readonly unit: Unit;
  readonly fixed: boolean;
  readonly onPlay: () => void;
  readonly onTake: (code: UnitCode) => void;
  readonly onOther: () => void;
}

function Disagreement({ unit, fixed, onPlay, onTake, onOther }: DisagreementProps) {
  const { startSeconds, text = '', codes, differs, settled } = unit;
  const clock = formatClock(startSeconds);
  const fields = differs.map((field) => words.fields[field]).join(', ');
  return (
    <li class="disagreement card" aria-label={`${clock} ${text}`}>
      <div class="disagreement-head">
        <Button compact icon="play" label={words.play({ clock })} onClick={onPlay}>
          <span class="numbers">{clock}</span>
        </Button>
        <span>{text}</span>
        <span class="small soft">{words.differs({ fields })}</span>
      </div>
      <ul class="disagreement-codes">
        {codes.map(({ coder, code }) => (
          <li key={coder}>
            <span class="small soft">{coder}</span>
            <CodeInWords code={code} none={studiesText.coding.labels.none} />
            <Button
              compact
              disabled={fixed}
              label={words.takeOf({ coder, text })}
              onClick={() => onTake(codeAt(unit, code))}
            >
              {words.take}
            </Button>
          </li>
        ))}
        <li>
          <span class="small soft">{words.settled}</span>
          <CodeInWords code={settled} none={words.notSettled} />
          <Button compact disabled={fixed} label={words.otherOf({ text })} onClick={onOther}>
            {words.other}
          </Button>
        </li>
      </ul>
      {settled === undefined ? null : (
        <p class="small soft">
          {words.settledBy({ by: settled.by, at: formatDateTime(settled.at) })} {settled.note}
        </p>
      )}
    </li>
  );
}
