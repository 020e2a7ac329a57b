import { useEffect, useState } from 'preact/hooks';
import { type Choices, type LessonResponse, type ReanalysisOffers, readOffers, reanalyse } from '../api/lessons.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { againText as text } from '../text/again.ts';
import { common } from '../text/common.ts';
import { formatClock, formatLanguages } from '../text/format.ts';
import { manyText } from '../text/many.ts';
import { forEachLesson, type Undone } from './forEach.ts';
import { UndoneNotice } from './UndoneNotice.tsx';

interface AnalyseAgainProps {
  readonly lessons: readonly LessonResponse[];
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** Says with what lessons can be analysed again and what that costs, and has them analysed so. */
export function AnalyseAgain({ lessons, onClose, onChange }: AnalyseAgainProps) {
  const [offers, setOffers] = useState<ReanalysisOffers>();
  const [error, setError] = useState<unknown>();
  const [choices, setChoices] = useState<Choices>({});
  const [tried, setTried] = useState<number>();
  const [undone, setUndone] = useState<readonly Undone[]>([]);
  const ids = lessons.map(({ id }) => id).join(',');
  useEffect(() => {
    const leaving = new AbortController();
    readOffers(ids.split(','), leaving.signal).then(
      (read) => {
        setOffers(read);
        setChoices(read.choices);
      },
      (thrown: unknown) => {
        if (!leaving.signal.aborted) setError(thrown);
      },
    );
    return () => leaving.abort();
  }, [ids]);
  const again = async (event: Event) => {
    event.preventDefault();
    setTried(0);
    const { undone: left } = await forEachLesson(lessons, ({ id }) => reanalyse(id, choices), setTried);
    onChange();
    setTried(undefined);
    setUndone(left);
    if (left.length === 0) onClose();
  };
  const count = lessons.length;
  return (
    <Dialog title={text.title({ count })} onClose={onClose}>
      <form class="form" onSubmit={again}>
        {error === undefined ? null : <ErrorNotice error={error} />}
        {offers === undefined ? (
          <p class="soft">{error === undefined ? common.loading : ''}</p>
        ) : (
          <>
            <p>{text.lead({ count, length: formatClock(offers.durationSeconds) })}</p>
            <ChoiceFields offers={offers} choices={choices} onChange={setChoices} />
            <p role="status">{costText(offers, choices)}</p>
          </>
        )}
        <UndoneNotice undone={undone} />
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" icon="retry" type="submit" disabled={tried !== undefined || offers === undefined}>
            {tried === undefined ? text.go : manyText.tried({ done: tried, all: count })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoiceFieldsProps {
  readonly offers: ReanalysisOffers;
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}

const usualLanguages = ['en,es', 'en', 'es'];

/** What is offered of each choice; what has one way alone is no choice. */
function ChoiceFields({ offers, choices, onChange }: ChoiceFieldsProps) {
  const { languages, trackCount, models, speakers } = offers;
  const chosen = choices.languages;
  const lists = chosen === undefined || usualLanguages.includes(chosen) ? usualLanguages : [chosen, ...usualLanguages];
  const tracks = Array.from({ length: trackCount ?? 1 }, (_, index) => index + 1);
  return (
    <>
      <ChoiceField
        label={text.languages}
        hint={text.languagesHint}
        usual={text.asUsualOf({ what: formatLanguages(languages) })}
        value={chosen}
        options={lists.map((list) => [list, formatLanguages(list.split(','))])}
        onChoose={(value) => onChange({ ...choices, languages: value })}
      />
      {tracks.length > 1 ? (
        <ChoiceField
          label={text.track}
          usual={text.allTracks}
          value={choices.track?.toString()}
          options={tracks.map((number) => [String(number), text.trackNumber({ number })])}
          onChoose={(value) => onChange({ ...choices, track: value === undefined ? undefined : Number(value) })}
        />
      ) : null}
      {models.length > 1 ? (
        <ChoiceField
          label={text.model}
          usual={text.asUsualOf({ what: modelName(models[0]) })}
          value={choices.model}
          options={models.map((one) => [one.name, modelName(one)])}
          onChoose={(value) => onChange({ ...choices, model: value })}
        />
      ) : null}
      {speakers || choices.speakers === false ? (
        <ChoiceField
          label={text.speakers}
          usual={text.asUsual}
          value={choices.speakers?.toString()}
          options={[...(speakers ? [['true', text.speakersOn] as const] : []), ['false', text.speakersOff] as const]}
          onChoose={(value) => onChange({ ...choices, speakers: value === undefined ? undefined : value === 'true' })}
        />
      ) : null}
    </>
  );
}

const modelName = (one: ReanalysisOffers['models'][number] | undefined) =>
  one === undefined ? '' : `${one.model} · ${one.name}`;

interface ChoiceFieldProps {
  readonly label: string;
  readonly hint?: string;
  /** What it says where nothing is chosen. */
  readonly usual: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onChoose: (value: string | undefined) => void;
}

function ChoiceField({ label, hint, usual, value, options, onChoose }: ChoiceFieldProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <select
          {...control}
          class="input"
          value={value ?? ''}
          onChange={({ currentTarget }) => onChoose(currentTarget.value === '' ? undefined : currentTarget.value)}
        >
          <option value="">{usual}</option>
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function costText({ models, codingCost }: ReanalysisOffers, { model }: Choices): string {
  const hearing = (models.find(({ name }) => name === model) ?? models[0])?.speechCost ?? null;
  if (hearing === null || codingCost === null) return text.costUnknown;
  const dollars = hearing + codingCost;
  return dollars === 0 ? text.free : text.cost({ dollars });
}
