import { useStore } from '../parts/store.ts';
import { chooseLanguage, shownLanguage } from './language.ts';

// A language is offered in itself, to those who read no other.
const names = { en: { short: 'EN', long: 'English' }, es: { short: 'ES', long: 'Español' } } as const;

/** Between the two languages of the page. */
export function LanguageSwitch() {
  const other = useStore(shownLanguage) === 'en' ? 'es' : 'en';
  const { short, long } = names[other];
  return (
    <button
      type="button"
      class="button quiet compact"
      lang={other}
      aria-label={`${short}: ${long}`}
      title={long}
      onClick={() => chooseLanguage(other)}
    >
      {short}
    </button>
  );
}
