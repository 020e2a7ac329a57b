import { failures as en } from '../../shared/words/en/failures.ts';
import { failures as es } from '../../shared/words/es/failures.ts';
import { inLanguage, language } from './language.ts';

const failures = inLanguage(en, es);

type FailureText = Readonly<Record<'title' | 'advice', string>>;
const isCode = (code: string): code is keyof typeof failures => Object.hasOwn(failures, code);

/** What a failure is called, and what to do about it; undefined for a code that has no words. */
export const failureOf = (code: string): FailureText | undefined => (isCode(code) ? failures[code] : undefined);

/** As `failureOf`, for whatever a lesson failed of: the API's own sentence says more, in English alone. */
export function failureText(failure: { readonly code: string; readonly message: string } | undefined): FailureText {
  const { title, advice } = failureOf(failure?.code ?? '') ?? failures.other;
  return { title, advice: language() === 'en' && failure !== undefined ? failure.message : advice };
}
