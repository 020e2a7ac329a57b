import { problems as en } from '../../shared/words/en/problems.ts';
import { problems as es } from '../../shared/words/es/problems.ts';
import { common } from './common.ts';
import { failureOf } from './failures.ts';
import { inLanguage, language } from './language.ts';

const problems = inLanguage(en, es);

const isCode = (code: string): code is keyof typeof problems => Object.hasOwn(problems, code);

/** For an answer of which nothing but the HTTP status is known. */
export const statusText = (status: number) =>
  status === 401 || status === 403 ? common.errors.signIn : common.errors.status({ status: String(status) });

/** What people are told of a problem of the API. @param said its own sentence, in English; '' when it gave none */
export function problemText(code: string, said: string, status: number): string {
  if (language() === 'en' && said !== '') return said;
  if (isCode(code)) return problems[code];
  const failure = failureOf(code);
  return failure === undefined ? statusText(status) : `${failure.title}. ${failure.advice}`;
}
