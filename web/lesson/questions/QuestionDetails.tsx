import { useState } from 'preact/hooks';
import { codeOf, isSubtype, type Label, type Question, subtypesOf } from '../../model/code.ts';
import { type Entry, recoded, wantedOf } from '../../model/desk.ts';
import { Button } from '../../parts/Button.tsx';
import { CodeShape } from '../../parts/CodeBadge.tsx';
import { Field } from '../../parts/Field.tsx';
import { common } from '../../text/common.ts';
import { lessonText, subtypeNames } from '../../text/lesson.ts';
import type { QuestionActions } from './actions.ts';
import { longWait } from './waits.ts';

interface QuestionDetailsProps {
  readonly question: Question;
  readonly entry: Entry | undefined;
  /** Names are hidden: notes may hold some, so they are not written then. */
  readonly masked: boolean;
  readonly actions: QuestionActions;
}

const codes: readonly Label[] = ['OEQ', 'CEQ'];

export function QuestionDetails({ question, entry, masked, actions }: QuestionDetailsProps) {
  const { id, text, review, evidence } = question;
  const { label, subtype } = codeOf(question);
  // What is kept is never the masked text.
  const kept = entry?.shown ?? question;
  return (
    <div class="question-details">
      <div class="question-coding">
        <fieldset class="choice">
          <legend>{lessonText.list.code}</legend>
          {codes.map((code) => (
            <Button
              key={code}
              compact
              aria-pressed={label === code}
              onClick={() => actions.want(id, recoded(kept, code))}
            >
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
              aria-label={lessonText.list.subtypeOf(text)}
              value={subtype ?? ''}
              onChange={({ currentTarget }) => {
                const chosen = currentTarget.value;
                const { subtype: _, ...rest } = recoded(kept, label);
                actions.want(id, wantedOf({ ...rest, ...(isSubtype(chosen) ? { subtype: chosen } : {}) }));
              }}
            >
              {subtype === undefined ? <option value="">{lessonText.list.noSubtype}</option> : null}
              {subtypesOf(label).map((name) => (
                <option key={name} value={name}>
                  {subtypeNames[name]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <dl class="facts">
          <dt>{lessonText.wait.title}</dt>
          <dd>{longWait(question)}</dd>
          <dt>{lessonText.list.reviewer}</dt>
          <dd>{review === undefined ? lessonText.list.notReviewed : lessonText.list.by(review.by, review.at)}</dd>
          {entry?.problem ? (
            <>
              <dt>{lessonText.list.states.failed}</dt>
              <dd>{entry.problem}</dd>
            </>
          ) : null}
        </dl>
      </div>
      <div class="why">
        <h3>{lessonText.list.why}</h3>
        <p class="small soft">
          {lessonText.list.machine(common.codes[question.label].short)} ({subtypeNames[question.subtype]},{' '}
          {lessonText.list.percent(question.confidence)}).
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
              {text} <span class="small soft">({lessonText.list.speaksFor(common.codes[label].short)})</span>
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
    const { note: _, ...rest } = recoded(kept, codeOf(kept).label);
    actions.want(id, wantedOf({ ...rest, ...(note === '' ? {} : { note }) }));
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
          <Button compact look="quiet" onClick={() => actions.want(id, null)}>
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
