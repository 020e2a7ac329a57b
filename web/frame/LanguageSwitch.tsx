import { useEffect, useRef } from 'preact/hooks';
import { useStore } from '../parts/store.ts';
import { chooseLanguage, shownLanguage } from './language.ts';

// A language is offered in itself, to those who read no other.
const names = { en: { short: 'EN', long: 'English' }, es: { short: 'ES', long: 'Español' } } as const;
let pressed = false;

/** Between the two languages of the page. */
export function LanguageSwitch() {
  const button = useRef<HTMLButtonElement>(null);
  const other = useStore(shownLanguage) === 'en' ? 'es' : 'en';
  const { short, long } = names[other];
  // Everything is rendered anew by it, this button as well: who pressed it is where they were.
  useEffect(() => {
    if (pressed) button.current?.focus();
    pressed = false;
  }, []);
  return (
    <button
      type="button"
      class="button quiet compact"
      lang={other}
      aria-label={`${short}: ${long}`}
      title={long}
      ref={button}
      onClick={() => {
        pressed = true;
        chooseLanguage(other);
      }}
    >
      {short}
    </button>
  );
}
