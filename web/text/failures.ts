import { failures as en } from '../../shared/words/en/failures.ts';
import { failures as es } from '../../shared/words/es/failures.ts';
import { inLanguage, language } from './language.ts';

const failures = inLanguage(en, es);

type Code = keyof typeof failures;
const isCode = (code: string): code is Code => Object.hasOwn(failures, code);

/** What a failure is called, and what to do about it: the API's own sentence says more, in English alone. */
export function failureText(failure: { readonly code: string; readonly message: string } | undefined): {
  readonly title: string;
  readonly advice: string;
} {
  const code = failure?.code ?? '';
  const { title, advice } = failures[isCode(code) ? code : 'other'];
  return { title, advice: language() === 'en' && failure !== undefined ? failure.message : advice };
}
