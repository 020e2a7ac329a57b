import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SpeakersResponse } from '../../shared/api/contract.ts';
import { nextTurn } from '../../shared/questions/nextTurn.ts';
import type { LessonResponse } from '../api/lessons.ts';
import { type Names, readTranscript, readWaveform } from '../api/review.ts';
import { isUntold } from '../details/stages.ts';
import { useRightsAt } from '../frame/useRights.ts';
import { type Change, ofVoices } from '../model/change.ts';
import { counts, isDoubtful, isReviewed, type Question } from '../model/code.ts';
import { subtypesIn } from '../model/codebook.ts';
import { conflictsOf, type Desk } from '../model/desk.ts';
import { type Filter, filterOf, passes, searchOf } from '../model/filter.ts';
import { inOtherLanguages } from '../model/languages.ts';
import { withNames } from '../model/namesInAddress.ts';
import { lanesOf, namesOf, type Voice } from '../model/voices.ts';
import { ErrorNotice } from '../parts/Notice.tsx';
import { language } from '../text/language.ts';
import { lessonText } from '../text/lesson.ts';
import { voicesText } from '../text/voices.ts';
import { ConflictDialog } from './ConflictDialog.tsx';
import { KeysDialog, NameDialog } from './dialogs.tsx';
import { Editor } from './Editor.tsx';
import { Media } from './Media.tsx';
import { NowBar } from './NowBar.tsx';
import { useBegun, usePlayer } from './player.ts';
import type { QuestionActions } from './questions/actions.ts';
import { QuestionFilters } from './questions/QuestionFilters.tsx';
import { QuestionList } from './questions/QuestionList.tsx';
import { RemovedQuestions } from './questions/RemovedQuestions.tsx';
import type { ReviewDesk } from './reviewDesk.ts';
import { Saving } from './Saving.tsx';
import { TranscriptBox } from './TranscriptBox.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import { useCodebook } from './useCodebook.ts';
import { type Editing, useCommands } from './useCommands.ts';
import { useCorrections } from './useCorrections.ts';
import { useInSight } from './useInSight.ts';
import { useLoaded } from './useLoaded.ts';
import { useMasked } from './useMasked.ts';
import { useWritten } from './useWritten.ts';
import { useToldVoices } from './voices/useToldVoices.ts';
import { useVoices } from './voices/useVoices.ts';
import { VoicesConflict } from './voices/VoicesConflict.tsx';
import { WhoIsWho } from './voices/WhoIsWho.tsx';

interface ReviewProps {
  readonly lesson: LessonResponse;
  /** Seconds. */
  readonly duration: number;
  readonly desk: Desk;
  readonly reviews: ReviewDesk;
  readonly fleeting: boolean;
  readonly questions: readonly Question[];
  readonly names: Names;
  /** Its voices as they were read with it; undefined where they could not be. */
  readonly heard: SpeakersResponse | undefined;
  /** Told when the lesson's figures may be others. */
  readonly onFigures: () => void;
}

const noVoices: readonly Voice[] = [];
const noTurns: readonly { start: number; end: number; speaker: number }[] = [];

/** A lesson to watch and to correct: video and transcript, timeline, questions. */
export function Review(props: ReviewProps) {
  const { lesson, duration, desk, reviews, fleeting, questions: kept, names, heard, onFigures } = props;
  const player = usePlayer(duration);
  // A link may lead to a second of the lesson.
  useEffect(() => player.seek(Number(new URLSearchParams(location.search).get('at')) || 0), [player]);
  const questions = useMasked(lesson.id, kept, names);
  const transcript = useLoaded(`${lesson.id} ${names}`, (signal) => readTranscript(lesson.id, names, signal));
  const written = useWritten(transcript, desk);
  const speakers = useVoices(lesson.id, desk, reviews, heard, () => {
    transcript.again();
    onFigures();
  });
  useToldVoices(isUntold(lesson), () => {
    transcript.again();
    speakers.again();
  });
  const mayRemove = useRightsAt()?.(lesson.siteId).administer ?? false;
  const voices = speakers.value?.voices ?? noVoices;
  const turns = written?.speakers?.turns ?? noTurns;
  const speaking = language();
  const voiceNames = useMemo(() => {
    const named = names === 'masked' ? voices.map(({ label: _, ...voice }) => voice) : voices;
    return namesOf(named, voicesText.names);
  }, [voices, names, speaking]);
  const lanes = useMemo(() => lanesOf(voices, turns), [voices, turns]);
  const [editing, setEditing] = useState<Editing>();
  const [review, time, now] = [
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
  ];
  useInSight(review, time, now);
  const waveform = useLoaded(lesson.id, (signal) => readWaveform(lesson.id, signal));
  const { codebook } = useCodebook();
  const subtypes = useMemo(() => subtypesIn(codebook, questions), [codebook, questions]);
  const [filter, setFilter] = useState(() => filterOf(location.search, new Set(subtypes.map(({ key }) => key))));
  const shown = useShown(questions, filter);
  const tongues = useMemo(
    () => inOtherLanguages(written?.segments ?? [], lesson.result?.language ?? ''),
    [written, lesson.result?.language],
  );
  const shownIds = useMemo(() => new Set(shown.map(({ id }) => id)), [shown]);
  const current = shown[useBegun(player, shown)];
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [choosing, setChoosing] = useState<string>();
  const [seeks, setSeeks] = useState(0);
  const corrections = useCorrections(desk, reviews, lesson.siteId);

  const change = (next: Filter) => {
    setFilter(next);
    history.replaceState(null, '', `${location.pathname}${withNames(searchOf(next), names)}`);
  };
  const play = useCallback(
    (question: Question) => {
      player.seek(question.start);
      setSeeks((count) => count + 1);
    },
    [player],
  );
  const toggle = useCallback((id: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const latest = useRef(corrections);
  latest.current = corrections;
  const { run, help, closeHelp } = useCommands({
    player,
    shown,
    current,
    corrections,
    play,
    openNote: (id) => setOpen((before) => new Set(before).add(id)),
    edit: setEditing,
  });
  const running = useRef(run);
  running.current = run;
  const segments = useRef(written?.segments);
  segments.current = written?.segments;
  const actions: QuestionActions = useMemo(
    () => ({
      play,
      open: toggle,
      want: (change) => latest.current.want(change),
      run: (question, command) => running.current(command, question),
      nextTurn: (question) => nextTurn(question, segments.current ?? []),
    }),
    [play, toggle],
  );
  const edit = (change: Change) => {
    setEditing(undefined);
    corrections.want(change);
  };
  const counted = questions.filter(counts);
  const certain = shown.filter((question) => !isDoubtful(question));
  const doubtful = shown.filter(isDoubtful);
  const list = (listed: readonly Question[]) => (
    <QuestionList
      key={searchOf(filter)}
      questions={listed}
      all={counted.length}
      desk={desk}
      current={listed.some(({ id }) => id === current?.id) ? current?.id : undefined}
      open={open}
      masked={names === 'masked'}
      seeks={seeks}
      actions={actions}
    />
  );
  const reviewed = counted.filter(isReviewed).length;
  return (
    <div class="review" ref={review}>
      <a class="skip" href="#questions-title">
        {lessonText.skipToQuestions}
      </a>
      <p class="unseen" role="status">
        {corrections.said}
      </p>
      <div class="time" ref={time}>
        <Timeline
          player={player}
          duration={duration}
          questions={questions}
          shown={shownIds}
          current={current}
          tongues={tongues}
          waveform={waveform.value}
          lanes={lanes}
          onQuestion={play}
          onMark={(span) => setEditing({ kind: 'add', span })}
          onBorders={({ id }, span) =>
            corrections.want({ kind: 'borders', question: id, ...span }, lessonText.said.borders(span))
          }
        />
      </div>
      <div class="watch">
        <Media lesson={lesson} player={player} names={names} />
        <TranscriptBox
          key={names}
          transcript={written}
          questions={questions}
          voices={voiceNames}
          player={player}
          masked={names === 'masked'}
          onEdit={(line) => setEditing({ kind: 'line', line })}
          onWho={(line, count) => setEditing({ kind: 'speaker', line, count })}
          onMark={({ start }, { end }) => setEditing({ kind: 'add', span: { start, end } })}
        />
      </div>
      <div class="work">
        <div class="now-place" ref={now}>
          <NowBar
            question={current}
            place={current === undefined ? 0 : shown.indexOf(current) + 1}
            all={shown.length}
            any={shown.length > 0}
            canUndo={desk.undo.length > 0}
            run={run}
          />
        </div>
        {speakers.value === undefined ? null : (
          <WhoIsWho
            speakers={speakers.value}
            lines={written?.segments ?? []}
            saving={desk.waiting.length > 0}
            names={voiceNames}
            turns={turns}
            player={player}
            masked={names === 'masked'}
            onWant={corrections.want}
            mayRemove={mayRemove}
            onRemoved={onFigures}
          />
        )}
        {transcript.error === undefined ? null : <ErrorNotice error={transcript.error} retry={transcript.again} />}
        <section class="question-section" aria-labelledby="questions-title">
          <div class="question-head">
            <h2 id="questions-title" tabIndex={-1}>
              {lessonText.list.title}
            </h2>
            <p class="soft numbers" role="status">
              {shownOf(certain.filter(counts).length, counted.length)} ·{' '}
              {lessonText.list.reviewed({ done: reviewed, all: counted.length })}
            </p>
            <Saving desk={desk} fleeting={fleeting} onRetry={reviews.retry} onChoose={setChoosing} />
          </div>
          <QuestionFilters filter={filter} subtypes={subtypes} onChange={change} />
          {list(certain)}
          <RemovedQuestions spans={lesson.removed?.questions ?? []} />
        </section>
        {doubtful.length === 0 ? null : (
          <section class="question-section" aria-labelledby="doubtful-title">
            <div class="question-head">
              <h2 id="doubtful-title">{lessonText.list.doubtfulTitle({ count: doubtful.length })}</h2>
              <p class="soft">{lessonText.list.doubtfulHint}</p>
            </div>
            {list(doubtful)}
          </section>
        )}
      </div>
      {help ? <KeysDialog onClose={closeHelp} /> : null}
      {corrections.asking ? <NameDialog onName={corrections.named} onClose={corrections.giveUp} /> : null}
      {editing === undefined ? null : (
        <Editor
          editing={editing}
          transcript={written}
          time={player.time()}
          duration={duration}
          voices={voices}
          names={voiceNames}
          onWant={edit}
          onClose={() => setEditing(undefined)}
        />
      )}
      {choosing === ofVoices && desk.states.get(choosing) === 'conflict' ? (
        <VoicesConflict
          desk={desk}
          names={voiceNames}
          onClose={() => setChoosing(undefined)}
          onChoose={(choice) => {
            corrections.choose(choosing, choice);
            speakers.again();
            setChoosing(undefined);
          }}
        />
      ) : null}
      {choosing !== undefined && choosing !== ofVoices && desk.states.get(choosing) === 'conflict' ? (
        <ConflictDialog
          desk={desk}
          questionId={choosing}
          text={questions.find(({ id }) => id === choosing)?.text ?? ''}
          masked={names === 'masked'}
          onClose={() => setChoosing(undefined)}
          onChoose={(choice, also) => {
            corrections.choose(choosing, choice);
            if (also !== undefined) corrections.want(also);
            setChoosing(undefined);
          }}
        />
      ) : null}
      <OpenConflict desk={desk} onFound={setChoosing} />
    </div>
  );
}

/**
 * What passes the filter now, and what passed it when it was set: a question that was just recoded does not vanish
 * under the hand that recoded it.
 */
function useShown(questions: readonly Question[], filter: Filter): readonly Question[] {
  const members = useRef<{ filter: Filter; ids: Set<string> } | undefined>(undefined);
  const before = useRef<readonly Question[]>([]);
  return useMemo(() => {
    if (members.current?.filter !== filter) members.current = { filter, ids: new Set() };
    const { ids } = members.current;
    const shown = questions.filter((question) => ids.has(question.id) || passes(question, filter));
    for (const { id } of shown) ids.add(id);
    const same = shown.length === before.current.length && shown.every((one, at) => one === before.current[at]);
    if (!same) before.current = shown;
    return before.current;
  }, [questions, filter]);
}

/** Shows a conflict's choice as soon as there is one; who decides later finds it beside the list. */
function OpenConflict({ desk, onFound }: { desk: Desk; onFound: (id: string) => void }) {
  const told = useRef(new Set<string>());
  useEffect(() => {
    const conflicts = conflictsOf(desk);
    for (const id of told.current) if (!conflicts.includes(id)) told.current.delete(id);
    for (const id of conflicts) {
      if (!told.current.has(id)) {
        told.current.add(id);
        onFound(id);
      }
    }
  }, [desk]);
  return null;
}

const shownOf = (shown: number, all: number) =>
  shown === all ? lessonText.list.all({ all }) : lessonText.list.some({ shown, all });
