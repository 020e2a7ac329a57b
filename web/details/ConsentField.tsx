import { useId } from 'preact/hooks';
import { detailsText } from '../text/library.ts';

export type Consent = keyof typeof detailsText.consentValues;
// `keys` of an object literal of known keys are those keys.
const values = Object.keys(detailsText.consentValues) as Consent[];

export function ConsentField({ value, change }: { value: Consent; change: (value: Consent) => void }) {
  const name = useId();
  return (
    <fieldset class="field consent">
      <legend class="field-name">{detailsText.consent}</legend>
      <div class="consent-values">
        {values.map((one) => (
          <label class="check" key={one}>
            <input type="radio" name={name} checked={one === value} onChange={() => change(one)} />
            {detailsText.consentValues[one]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
