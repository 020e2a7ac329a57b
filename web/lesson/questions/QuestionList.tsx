import { Component } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { aboutOf } from '../../model/change.ts';
import type { Question } from '../../model/code.ts';
import type { Desk } from '../../model/desk.ts';
import { Button } from '../../parts/Button.tsx';
import { language } from '../../text/language.ts';
import { lessonText } from '../../text/lesson.ts';
import { useFollow } from '../useFollow.ts';
import { piecesOf, samePiece, useGrowing } from '../useGrowing.ts';
import type { QuestionActions } from './actions.ts';
import { QuestionRow } from './QuestionRow.tsx';

interface QuestionListProps {
  readonly questions: readonly Question[];
  readonly all: number;
  readonly desk: Desk;
  readonly current: string | undefined;
  readonly open: ReadonlySet<string>;
  readonly masked: boolean;
  /** Goes up by one with each seek that the person asked for: the list then follows again. */
  readonly seeks: number;
  readonly actions: QuestionActions;
}

const pieceSize = 10;
/** Lower in the window than this, only the list's first rows are to be seen, if any. */
const foldShare = 0.8;

/** The questions that the filter lets through; the current one is marked, and scrolls along. */
export function QuestionList({ questions, all, desk, current, open, masked, seeks, actions }: QuestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  const follow = useFollow(useRef(document.documentElement));
  const pieces = useMemo(() => piecesOf(questions, pieceSize), [questions]);
  const grown = useGrowing(pieces.length, 2);
  useEffect(() => follow.set(true), [seeks]);
  useEffect(() => {
    const row = current === undefined ? null : document.getElementById(`q-${current}`);
    const top = list.current?.getBoundingClientRect().top ?? 0;
    // A list that is still below the fold stays there: the page does not move under who watches the video.
    if (!follow.following || row === null || top > window.innerHeight * foldShare) return;
    row.scrollIntoView({ block: 'nearest' });
  }, [current, follow.following, seeks]);
  if (questions.length === 0)
    return <p class="questions-none soft">{all === 0 ? lessonText.list.none : lessonText.list.noMatch}</p>;
  return (
    <>
      <Heads />
      {/* biome-ignore lint/a11y/useSemanticElements: the items of an <ol> cannot stand in pieces */}
      <div class="questions" role="list" ref={list}>
        {pieces.slice(0, grown).map((piece, index) => (
          <Piece
            key={index}
            questions={piece}
            desk={desk}
            current={piece.some(({ id }) => id === current) ? current : undefined}
            open={piece.filter(({ id }) => open.has(id)).map(({ id }) => id)}
            masked={masked}
            language={language()}
            actions={actions}
          />
        ))}
      </div>
      {follow.following || current === undefined ? null : (
        <div class="follow">
          <Button compact look="primary" onClick={() => follow.set(true)}>
            {lessonText.list.follow}
          </Button>
        </div>
      )}
    </>
  );
}

/** What stands in which column: for the eye, as a screen reader is told at each row. */
function Heads() {
  const { heads } = lessonText.list;
  return (
    <div class="question-heads small soft" aria-hidden="true">
      <span class="question-heads-main">
        <span>{heads.time}</span>
        <span>{heads.question}</span>
      </span>
      <span class="question-facts">
        <span>{heads.code}</span>
        <span class="confidence">{heads.confidence}</span>
        <span class="question-wait">{heads.wait}</span>
        <span class="question-heads-review">{heads.review}</span>
      </span>
    </div>
  );
}

interface PieceProps {
  readonly questions: readonly Question[];
  readonly desk: Desk;
  readonly current: string | undefined;
  readonly open: readonly string[];
  readonly masked: boolean;
  /** The page's: each question says something in it. */
  readonly language: string;
  readonly actions: QuestionActions;
}

/** Why a question's correction could not be saved. */
const problemOf = ({ waiting }: Desk, id: string) =>
  waiting.find(({ state, change }) => state === 'failed' && aboutOf(change).includes(id))?.problem;

/** Some questions; rendered again only when something of theirs has changed. */
class Piece extends Component<PieceProps> {
  override shouldComponentUpdate(next: PieceProps): boolean {
    const { questions, desk, current, open, masked, language } = this.props;
    return (
      next.current !== current ||
      next.masked !== masked ||
      next.language !== language ||
      !samePiece(next.questions, questions) ||
      !samePiece(next.open, open) ||
      (next.desk !== desk &&
        next.questions.some(
          ({ id }) =>
            next.desk.states.get(id) !== desk.states.get(id) || next.desk.shown.get(id) !== desk.shown.get(id),
        ))
    );
  }

  override render({ questions, desk, current, open, masked, actions }: PieceProps) {
    const rows = questions.map((question) => (
      <QuestionRow
        key={question.id}
        question={question}
        kept={desk.shown.get(question.id) ?? question}
        state={desk.states.get(question.id) ?? 'saved'}
        problem={problemOf(desk, question.id)}
        current={question.id === current}
        open={open.includes(question.id)}
        masked={masked}
        actions={actions}
      />
    ));
    return (
      <div class="questions-piece" role="none" style={{ '--rows': questions.length }}>
        {rows}
      </div>
    );
  }
}
