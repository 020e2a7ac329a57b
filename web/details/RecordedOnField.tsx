import { Field } from '../parts/Field.tsx';
import { dayText } from '../text/day.ts';

const earliest = '1990-01-01';
// Tomorrow (UTC) has begun elsewhere.
const latest = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

interface RecordedOnFieldProps {
  /** YYYY-MM-DD, or '' where nobody says it. */
  readonly value: string;
  readonly hint: string;
  readonly change: (value: string) => void;
}

/** Asks for the day on which a lesson was recorded, within what the API takes. */
export function RecordedOnField({ value, hint, change }: RecordedOnFieldProps) {
  return (
    <Field label={dayText.label} hint={hint}>
      {(control) => (
        <input
          {...control}
          class="input"
          type="date"
          min={earliest}
          max={latest()}
          value={value}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      )}
    </Field>
  );
}
