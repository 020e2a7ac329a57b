import { useState } from 'preact/hooks';
import { codeOf, type Label, type Question } from '../../model/code.ts';
import { subtypesOf } from '../../model/codebook.ts';
import { recoded } from '../../model/desk.ts';
import type { Command } from '../../model/keys.ts';
import { Button } from '../../parts/Button.tsx';
import { CodeShape } from '../../parts/CodeBadge.tsx';
import { Field } from '../../parts/Field.tsx';
import { common } from '../../text/common.ts';
import { evidenceText } from '../../text/evidence.ts';
import { formatDateTime, formatShare } from '../../text/format.ts';
import { lessonText } from '../../text/lesson.ts';
import { subtypeText } from '../../text/subtypes.ts';
import { useCodebook } from '../useCodebook.ts';
import type { QuestionActions } from './actions.ts';
import { nameOfAsker } from './asker.ts';
import { longWait } from './waits.ts';

interface QuestionDetailsProps {
  readonly question: Question;
  /** As it is kept, which is never the masked text. */
  readonly kept: Question;
  /** Why it could not be saved. */
  readonly problem: string | undefined;
  /** Names are hidden: notes may hold some, so they are not written then. */
  readonly masked: boolean;
  readonly actions: QuestionActions;
}

const codes: readonly Label[] = ['OEQ', 'CEQ'];

const corrections = [
  'reject',
  'askedBy',
  'text',
  'split',
  'join',
  'startEarlier',
  'startLater',
  'endEarlier',
  'endLater',
] as const satisfies readonly Command[];

export function QuestionDetails({ question, kept, problem, masked, actions }: QuestionDetailsProps) {
  const { text, review, evidence } = question;
  const { label, subtype } = codeOf(question);
  const { codebook, nameOf, definitionOf } = useCodebook();
  const offered = subtypesOf(codebook, label);
  const earlier = subtype !== undefined && !offered.some(({ key }) => key === subtype);
  const next = actions.nextTurn(question);
  return (
    <div class="question-details">
      <div class="question-coding">
        <fieldset class="choice">
          <legend>{lessonText.list.code}</legend>
          {codes.map((code) => (
            <Button key={code} compact aria-pressed={label === code} onClick={() => actions.want(recoded(kept, code))}>
              <CodeShape label={code} />
              {common.codes[code].short}
            </Button>
          ))}
        </fieldset>
        <Field label={lessonText.list.subtype}>
          {(control) => (
            <select
              {...control}
              class="input"
              aria-label={lessonText.list.subtypeOf({ text })}
              value={subtype ?? ''}
              onChange={({ currentTarget }) => {
                const chosen = currentTarget.value;
                const { subtype: _, ...rest } = recoded(kept, label);
                actions.want({ ...rest, ...(chosen === '' ? {} : { subtype: chosen }) });
              }}
            >
              {subtype === undefined ? <option value="">{lessonText.list.noSubtype}</option> : null}
              {earlier ? <option value={subtype}>{nameOf(subtype)}</option> : null}
              {offered.map(({ key }) => (
                <option key={key} value={key} title={definitionOf(key)}>
                  {nameOf(key)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <dl class="facts">
          <dt>{lessonText.wait.title}</dt>
          <dd>{longWait(question)}</dd>
          <dt>{lessonText.list.reviewer}</dt>
          <dd>
            {review === undefined
              ? lessonText.list.notReviewed
              : lessonText.list.by({ name: review.by, at: formatDateTime(review.at) })}
          </dd>
          <dt>{lessonText.list.place}</dt>
          <dd class="numbers">{lessonText.list.fromTo(question)}</dd>
          <dt>{lessonText.askedBy.title}</dt>
          <dd>{nameOfAsker(question)}</dd>
          {question.nextBy === undefined ? null : (
            <>
              <dt>{lessonText.askedBy.next}</dt>
              <dd>{lessonText.askedBy.proposed({ name: lessonText.askedBy.names[question.nextBy] })}</dd>
            </>
          )}
          {next === undefined ? null : (
            <>
              <dt>{lessonText.askedBy.nextTurn}</dt>
              <dd>{next}</dd>
            </>
          )}
          {problem ? (
            <>
              <dt>{lessonText.list.states.failed}</dt>
              <dd>{problem}</dd>
            </>
          ) : null}
        </dl>
        <fieldset class="choice corrections">
          <legend>{lessonText.list.correct}</legend>
          {corrections.map((command) => (
            <Button
              key={command}
              compact
              disabled={masked && (command === 'text' || command === 'split')}
              onClick={() => actions.run(question, command)}
            >
              {command === 'reject' && question.rejected ? lessonText.list.isQuestion : lessonText.commands[command]}
            </Button>
          ))}
        </fieldset>
      </div>
      <div class="why">
        <h3>{lessonText.list.why}</h3>
        <p class="small soft">
          {lessonText.list.machine({ code: common.codes[question.label].short })} (
          {question.subtype === undefined ? subtypeText.unmapped : nameOf(question.subtype)},{' '}
          {formatShare(question.confidence)}).
        </p>
        <Evidence evidence={evidence} />
      </div>
      <Note question={question} kept={kept} masked={masked} actions={actions} />
    </div>
  );
}

/** The strongest first; a bar for the eye, the direction in words. */
function Evidence({ evidence = [] }: { evidence: Question['evidence'] }) {
  if (evidence.length === 0) return <p class="small soft">{lessonText.list.whyNone}</p>;
  const strongest = Math.max(...evidence.map(({ weight }) => Math.abs(weight)), 0.01);
  return (
    <ul class="evidence">
      {evidence.map(({ text, weight }) => {
        const label: Label = weight > 0 ? 'OEQ' : 'CEQ';
        return (
          <li key={text}>
            <span class={`evidence-bar ${label.toLowerCase()}`} aria-hidden="true">
              <span style={{ width: `${(Math.abs(weight) / strongest) * 100}%` }} />
            </span>
            <span>
              {evidenceText(text)}{' '}
              <span class="small soft">({lessonText.list.speaksFor({ code: common.codes[label].short })})</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

interface NoteProps {
  readonly question: Question;
  readonly kept: Question;
  readonly masked: boolean;
  readonly actions: QuestionActions;
}

function Note({ question, kept, masked, actions }: NoteProps) {
  const before = kept.review?.note ?? '';
  const [draft, setDraft] = useState<string>();
  const { id, review } = question;
  const save = (event: Event) => {
    event.preventDefault();
    const note = (draft ?? before).trim();
    actions.want({ kind: 'note', question: id, note });
    setDraft(undefined);
  };
  return (
    <form class="note" onSubmit={save}>
      <Field label={lessonText.list.note} hint={masked ? lessonText.list.noteMasked : lessonText.list.noteHint}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            rows={3}
            maxLength={2000}
            readOnly={masked}
            data-note={id}
            value={masked ? (review?.note ?? '') : (draft ?? before)}
            onInput={({ currentTarget }) => setDraft(currentTarget.value)}
          />
        )}
      </Field>
      <div class="note-actions">
        {review === undefined ? null : (
          <Button compact look="quiet" onClick={() => actions.want({ kind: 'code-withdrawn', question: id })}>
            {lessonText.list.removeReview}
          </Button>
        )}
        <Button compact type="submit" disabled={masked || draft === undefined || draft.trim() === before}>
          {lessonText.list.saveNote}
        </Button>
      </div>
    </form>
  );
}
