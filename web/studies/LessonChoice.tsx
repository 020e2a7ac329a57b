import { useMemo, useState } from 'preact/hooks';
import { type LessonResponse, listLessons } from '../api/lessons.ts';
import { useLoaded } from '../lesson/useLoaded.ts';
import { dayInWords } from '../library/day.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { studiesText } from '../text/studies.ts';

const text = studiesText.plan;
const pageSize = 200;
/** As many as a study can have. */
const most = 500;

async function readAnalysed(signal: AbortSignal): Promise<{ lessons: LessonResponse[]; more: boolean }> {
  const lessons: LessonResponse[] = [];
  let continuation: string | undefined;
  do {
    const query = { status: 'completed', limit: pageSize, ...(continuation ? { continuation } : {}) } as const;
    const answer = await listLessons(query, undefined, signal);
    lessons.push(...(answer?.body.lessons ?? []));
    continuation = answer?.body.continuation;
  } while (continuation !== undefined && lessons.length < most);
  return { lessons: lessons.slice(0, most), more: continuation !== undefined || lessons.length > most };
}

interface LessonChoiceProps {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** Which lessons are in a study; those of a site are found by it. */
export function LessonChoice({ chosen, onChange }: LessonChoiceProps) {
  const { value, error, again } = useLoaded('analysed', readAnalysed);
  const [site, setSite] = useState('');
  const lessons = value?.lessons ?? [];
  const sites = useMemo(() => [...new Set(lessons.map(({ siteId }) => siteId))].sort(), [lessons]);
  const shown = site === '' ? lessons : lessons.filter(({ siteId }) => siteId === site);
  const turn = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <fieldset class="study-lessons">
      <legend>{text.lessons}</legend>
      <div class="study-lessons-head">
        <Field label={text.site}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={site}
              onChange={({ currentTarget }) => setSite(currentTarget.value)}
            >
              <option value="">{text.allSites}</option>
              {sites.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Button compact onClick={() => onChange(new Set([...chosen, ...shown.map(({ id }) => id)]))}>
          {text.all}
        </Button>
        <Button compact disabled={chosen.size === 0} onClick={() => onChange(new Set())}>
          {text.clear}
        </Button>
      </div>
      <p class="small soft numbers" role="status">
        {text.chosen({ count: chosen.size })}
      </p>
      {error === undefined ? null : <ErrorNotice error={error} retry={again} />}
      {value === undefined && error === undefined ? <p class="soft">{common.loading}</p> : null}
      {value !== undefined && shown.length === 0 ? <p class="soft">{text.noLessons}</p> : null}
      <ul class="study-choice">
        {shown.map((lesson) => (
          <li key={lesson.id}>
            <label class="check">
              <input type="checkbox" checked={chosen.has(lesson.id)} onChange={() => turn(lesson.id)} />
              <span>
                {lesson.title}{' '}
                <span class="small soft">
                  {lesson.siteId}, {dayInWords(lesson)}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {value?.more ? <p class="small soft">{text.more({ count: most })}</p> : null}
    </fieldset>
  );
}
