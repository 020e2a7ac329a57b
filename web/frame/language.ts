import { isLanguage, type Language } from '../../shared/words/texts.ts';
import { createStore } from '../parts/store.ts';
import { setLanguage } from '../text/language.ts';

const kept = 'askwell.language';

/** What the page speaks: whoever shows texts renders again when it changes. */
export const shownLanguage = createStore<Language>('en');

/** Before the first picture: what was chosen on this device, else the first of the browser's that there is. */
export function startLanguage(): void {
  const wanted = [localStorage.getItem(kept), ...navigator.languages.map((name) => name.split('-')[0])];
  speak(wanted.find(isLanguage) ?? 'en');
}

/** From now on, and the next time. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(kept, chosen);
  speak(chosen);
}

function speak(language: Language): void {
  setLanguage(language);
  document.documentElement.lang = language;
  shownLanguage.set(language);
}
