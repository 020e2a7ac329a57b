import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { LessonResponse } from '../api/lessons.ts';
import type { Transcript } from '../api/review.ts';
import { type CodingResponse, writeCoding } from '../api/studies.ts';
import { KeysDialog } from '../lesson/dialogs.tsx';
import { Media } from '../lesson/Media.tsx';
import { useBegun, usePlayer } from '../lesson/player.ts';
import { TranscriptBox } from '../lesson/TranscriptBox.tsx';
import { useInSight } from '../lesson/useInSight.ts';
import { itemsOf, withCode } from '../model/coding.ts';
import { spanAt } from '../model/words.ts';
import { useStore } from '../parts/store.ts';
import { studiesText } from '../text/studies.ts';
import { AddCode } from './AddCode.tsx';
import { CodingBar } from './CodingBar.tsx';
import { CodingList } from './CodingList.tsx';
import { createCodingDesk } from './codingDesk.ts';
import { HandIn } from './HandIn.tsx';
import { SavingCodes } from './SavingCodes.tsx';
import { useCodingCommands } from './useCodingCommands.ts';
import { useUnsaved } from './useUnsaved.ts';

const text = studiesText.coding;
const nobodysCodes: never[] = [];

interface CodingWorkProps {
  readonly coding: CodingResponse;
  readonly lesson: LessonResponse;
  readonly transcript: Transcript;
  readonly by: string;
}

/** Video and transcript on one side, on the other the questions with the coder's own codes. */
export function CodingWork({ coding, lesson, transcript, by }: CodingWorkProps) {
  const { durationSeconds, questions } = coding;
  const desk = useMemo(
    () => createCodingDesk(coding, (etag, codes, done) => writeCoding({ ...coding, etag }, by, { codes, done })),
    [coding, by],
  );
  const coded = useStore(desk);
  const items = useMemo(() => itemsOf(questions, coded.codes), [questions, coded.codes]);
  const player = usePlayer(durationSeconds);
  const current = items[useBegun(player, items)];
  const [adding, setAdding] = useState<{ start: number; end: number }>();
  const [seeks, setSeeks] = useState(0);
  const [work, now] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const none = useRef<HTMLElement>(null);
  useInSight(work, none, now);
  useUnsaved(desk);
  const add = () => setAdding(spanAt(transcript, player.time(), durationSeconds));
  const { run, said, help, closeHelp } = useCodingCommands({
    player,
    items,
    current,
    desk,
    durationSeconds,
    add,
    onSeek: () => setSeeks((count) => count + 1),
  });
  // One that was just added is the current one, so that it can be given a subtype.
  const [awaited, setAwaited] = useState<number>();
  useEffect(() => {
    if (awaited === undefined) return;
    player.seek(awaited);
    setAwaited(undefined);
  }, [awaited, player]);
  const left = items.filter(({ code }) => code === undefined).length;
  return (
    <>
      <header class="coding-head">
        <a class="study-back" href={`/studies/${coding.studyId}`}>
          {text.back}
        </a>
        <h1>{text.title({ title: coding.title })}</h1>
        <p class="soft">
          {text.as({ coder: coding.coder })} {coded.done ? text.done : text.blind}
        </p>
      </header>
      <div class="review" ref={work}>
        <p class="unseen" role="status">
          {said}
        </p>
        <div class="watch">
          <Media lesson={lesson} player={player} names="shown" />
          <TranscriptBox
            transcript={transcript}
            questions={nobodysCodes}
            player={player}
            onMark={({ start }, { end }) => {
              if (!coded.done) setAdding({ start, end });
            }}
          />
        </div>
        <div class="work">
          <div class="now-place" ref={now}>
            <CodingBar
              item={current}
              place={current === undefined ? 0 : items.indexOf(current) + 1}
              all={items.length}
              done={coded.done}
              canUndo={coded.undo.length > 0}
              run={run}
            />
          </div>
          <section class="question-section" aria-labelledby="coding-title">
            <div class="question-head">
              <h2 id="coding-title">{text.questions}</h2>
              <p class="soft numbers" role="status">
                {text.count({ coded: items.length - left, all: items.length })}
              </p>
              <SavingCodes coded={coded} onRetry={desk.retry} />
            </div>
            <CodingList items={items} current={current} seeks={seeks} onPlay={({ start }) => player.seek(start)} />
            {coded.done ? null : <HandIn left={left} onHandIn={desk.handIn} />}
          </section>
        </div>
      </div>
      {help ? <KeysDialog rows={text.rows} onClose={closeHelp} /> : null}
      {adding === undefined ? null : (
        <AddCode
          span={adding}
          transcript={transcript}
          duration={durationSeconds}
          onClose={() => setAdding(undefined)}
          onAdd={(code) => {
            setAdding(undefined);
            desk.change(withCode(coded.codes, undefined, code));
            setAwaited(code.startSeconds);
          }}
        />
      )}
    </>
  );
}
