import type { Subtype } from '../../model/codebook.ts';
import { everything, type Filter, searchOf } from '../../model/filter.ts';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { common } from '../../text/common.ts';
import { formatShare } from '../../text/format.ts';
import { lessonText } from '../../text/lesson.ts';
import { useCodebook } from '../useCodebook.ts';

const steps = [50, 60, 70, 80, 90, 100];

interface QuestionFiltersProps {
  readonly filter: Filter;
  /** Those that the lesson may have. */
  readonly subtypes: readonly Subtype[];
  readonly onChange: (filter: Filter) => void;
}

/** Which questions are shown. What is chosen is in the page's address, too. */
export function QuestionFilters({ filter, subtypes, onChange }: QuestionFiltersProps) {
  const { nameOf } = useCodebook();
  const { code, subtype, reviewed, ...range } = filter;
  const offered = subtypes.filter(({ label }) => code === undefined || label === code);
  const percents = (value: number) => [...new Set([...steps, value])].sort((a, b) => a - b);
  return (
    <fieldset class="choices">
      <legend class="unseen">{lessonText.filters.title}</legend>
      <Field label={lessonText.filters.code}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={code ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const chosen = value === 'OEQ' || value === 'CEQ' ? { code: value as 'OEQ' | 'CEQ' } : {};
              const fits = subtypes.some(
                ({ key, label }) => key === subtype && (chosen.code === undefined || label === chosen.code),
              );
              onChange({
                ...range,
                ...(reviewed ? { reviewed } : {}),
                ...(fits && subtype !== undefined ? { subtype } : {}),
                ...chosen,
              });
            }}
          >
            <option value="">{lessonText.filters.anyCode}</option>
            <option value="OEQ">{common.codes.OEQ.short}</option>
            <option value="CEQ">{common.codes.CEQ.short}</option>
          </select>
        )}
      </Field>
      <Field label={lessonText.filters.subtype}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={subtype ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const { subtype: _, ...rest } = filter;
              onChange({ ...rest, ...(value === '' ? {} : { subtype: value }) });
            }}
          >
            <option value="">{lessonText.filters.anySubtype}</option>
            {offered.map(({ key }) => (
              <option key={key} value={key}>
                {nameOf(key)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={lessonText.filters[end]}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={range[end]}
              onChange={({ currentTarget }) => {
                const value = Number(currentTarget.value);
                const other =
                  end === 'from' ? { to: Math.max(range.to, value) } : { from: Math.min(range.from, value) };
                onChange({ ...filter, ...other, [end]: value });
              }}
            >
              {percents(range[end]).map((value) => (
                <option key={value} value={value}>
                  {formatShare(value / 100)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
      <Field label={lessonText.filters.reviewed}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={reviewed ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const { reviewed: _, ...rest } = filter;
              onChange({ ...rest, ...(value === 'yes' || value === 'no' ? { reviewed: value } : {}) });
            }}
          >
            <option value="">{lessonText.filters.anyReviewed}</option>
            <option value="yes">{lessonText.filters.yes}</option>
            <option value="no">{lessonText.filters.no}</option>
          </select>
        )}
      </Field>
      <Button compact look="quiet" disabled={searchOf(filter) === ''} onClick={() => onChange(everything)}>
        {lessonText.filters.clear}
      </Button>
    </fieldset>
  );
}
