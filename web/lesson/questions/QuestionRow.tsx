import { codeOf, type Question } from '../../model/code.ts';
import type { SaveState } from '../../model/desk.ts';
import { Button } from '../../parts/Button.tsx';
import { CodeBadge } from '../../parts/CodeBadge.tsx';
import { formatClock, formatShare } from '../../text/format.ts';
import { lessonText } from '../../text/lesson.ts';
import { useCodebook } from '../useCodebook.ts';
import type { QuestionActions } from './actions.ts';
import { nameOfAsker } from './asker.ts';
import { QuestionDetails } from './QuestionDetails.tsx';
import { shortWait } from './waits.ts';

interface QuestionRowProps {
  readonly question: Question;
  /** As it is kept, which is never the masked text. */
  readonly kept: Question;
  readonly state: SaveState;
  readonly problem: string | undefined;
  readonly current: boolean;
  readonly open: boolean;
  readonly masked: boolean;
  readonly actions: QuestionActions;
}

/** One question in a line or two; all else about it below, once it is opened. */
export function QuestionRow({ question, kept, state, problem, current, open, masked, actions }: QuestionRowProps) {
  const { id, start, text, quoted, doubtful, mayAnswer, rejected, origin, askedBy, askedByFrom, confidence, review } =
    question;
  const { label, subtype } = codeOf(question);
  // Absent says English only where languages were told, which an earlier lesson's were not.
  const { language } = question;
  const { nameOf } = useCodebook();
  // That the educator asks is what a lesson is about: a proposal of it beside each question would say nothing.
  const isUsual = askedBy === 'educator' && askedByFrom === 'machine';
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <li> has to be a child of its list, not of a piece of it
    <div
      role="listitem"
      class={`question ${label.toLowerCase()}${rejected ? ' rejected' : ''}`}
      id={`q-${id}`}
      {...(current ? { 'aria-current': 'true' as const } : {})}
    >
      <button
        type="button"
        class="question-main"
        onClick={(event) => {
          actions.play(question);
          // Enter then confirms, instead of pressing this again.
          if (event.detail > 0) event.currentTarget.blur();
        }}
      >
        <span class="question-time numbers">{formatClock(start)}</span>
        <span class="question-text">
          <span class="question-words" {...(language === undefined || language === 'und' ? {} : { lang: language })}>
            {text}
          </span>
          {quoted ? <span class="tag">{lessonText.list.quoted}</span> : null}
          {doubtful ? (
            <span class="tag">{mayAnswer ? lessonText.list.mayAnswer : lessonText.list.doubtful}</span>
          ) : null}
          {rejected ? <span class="tag">{lessonText.list.rejected}</span> : null}
          {origin === undefined ? null : <span class="tag">{lessonText.list.added}</span>}
          {askedBy === undefined || askedBy === 'unknown' || isUsual ? null : (
            <span class="tag">{lessonText.askedBy.by({ name: nameOfAsker(question) })}</span>
          )}
        </span>
      </button>
      <div class="question-facts">
        <span class="question-code">
          <CodeBadge label={label} />
          <span class="soft">{subtype === undefined ? '' : nameOf(subtype)}</span>
        </span>
        <span class="confidence numbers" title={lessonText.list.confidence}>
          <span class="unseen">{lessonText.list.confidence}</span>
          <span class="confidence-bar" aria-hidden="true">
            <span style={{ width: `${confidence * 100}%` }} />
          </span>
          {formatShare(confidence)}
        </span>
        <span class="question-wait numbers">
          <span class="hatch" aria-hidden="true" />
          <span class="unseen">{lessonText.wait.title}</span> {shortWait(question)}
        </span>
        {state === 'saved' ? (
          <span class={review === undefined ? 'tag' : 'tag good'}>
            {review === undefined ? lessonText.list.notReviewed : lessonText.list.byFor({ name: review.by })}
          </span>
        ) : (
          <span class={`tag ${state === 'failed' || state === 'conflict' ? 'bad' : 'busy'}`}>
            {lessonText.list.states[state]}
          </span>
        )}
        <Button
          compact
          look="quiet"
          icon={open ? 'up' : 'down'}
          label={lessonText.list.more({ text })}
          aria-expanded={open}
          onClick={() => actions.open(id)}
        />
      </div>
      {open ? (
        <QuestionDetails question={question} kept={kept} problem={problem} masked={masked} actions={actions} />
      ) : null}
    </div>
  );
}
