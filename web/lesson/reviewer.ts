import { createStore } from '../parts/store.ts';

const key = 'askwell.reviewer';

/** The name under which corrections are kept where nobody signs in; '' until somebody gave one. */
export const reviewer = createStore(localStorage.getItem(key) ?? '');

export function nameReviewer(name: string): void {
  localStorage.setItem(key, name);
  reviewer.set(name);
}

const lettersKey = 'askwell.letters';

/** Whether single characters are commands. */
export const letters = createStore(localStorage.getItem(lettersKey) !== 'off');

export function allowLetters(allowed: boolean): void {
  localStorage.setItem(lettersKey, allowed ? 'on' : 'off');
  letters.set(allowed);
}
