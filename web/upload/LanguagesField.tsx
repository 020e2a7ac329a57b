import { useId } from 'preact/hooks';
import type { MeResponse } from '../api/lessons.ts';
import { languageHeading } from '../text/format.ts';
import { upload as text } from '../text/upload.ts';

interface LanguagesFieldProps {
  readonly offers: Pick<MeResponse, 'languages' | 'siteLanguages'>;
  readonly site: string;
  /** Undefined: as the site has it. */
  readonly chosen: readonly string[] | undefined;
  readonly change: (chosen: readonly string[] | undefined) => void;
}

/** What may be spoken in the recordings: of the site's languages and the usual ones, the site's as long as nobody chooses. */
export function LanguagesField({ offers, site, chosen, change }: LanguagesFieldProps) {
  const id = useId();
  const { languages, siteLanguages } = offers;
  const usual = (Object.hasOwn(siteLanguages, site) ? siteLanguages[site] : undefined) ?? languages;
  const offered = [...new Set([...usual, ...languages, ...(chosen ?? [])])];
  if (offered.length < 2) return null;
  const now = chosen ?? usual;
  const turn = (code: string, on: boolean) => {
    const next = offered.filter((one) => (one === code ? on : now.includes(one)));
    // The site's own again: it then goes on to follow the site.
    change(next.join() === usual.join() ? undefined : next);
  };
  return (
    <fieldset class="field consent" aria-describedby={id}>
      <legend class="field-name">{text.dialog.languages}</legend>
      <div class="consent-values">
        {offered.map((code) => (
          <label class="check" key={code}>
            <input
              type="checkbox"
              checked={now.includes(code)}
              aria-invalid={now.length === 0}
              onChange={({ currentTarget }) => turn(code, currentTarget.checked)}
            />
            {languageHeading(code)}
          </label>
        ))}
      </div>
      <span class="hint" id={id}>
        {now.length === 0 ? text.dialog.languagesNone : text.dialog.languagesHint}
      </span>
    </fieldset>
  );
}
