import type { Codebook } from '../lessons/codebook.ts';
import { methods as en } from '../words/en/methods.ts';
import { methods as es } from '../words/es/methods.ts';
import { type Language, textsOf, usualLocales } from '../words/texts.ts';
import type { CodedField, CodedUnit, PairAgreement } from './agreement.ts';
import type { Alpha } from './alpha.ts';
import type { Kappa } from './kappa.ts';
import type { Study } from './study.ts';

/** A study as far as its methods tell. */
type Told = Pick<Study, 'coders' | 'lessons' | 'assignments' | 'seed' | 'showMachine'>;

/** What was coded: all stretches, and the codebook of each lesson. */
interface Coded {
  readonly units: readonly CodedUnit[];
  readonly codebooks: readonly Codebook[];
}

/** What a methods section says of the coding, with its figures. */
export function methodsText(
  study: Told,
  pairs: readonly PairAgreement[],
  alphas: Readonly<Record<CodedField, Alpha>>,
  { units, codebooks }: Coded,
  language: Language = 'en',
): string {
  const say = spokenIn(language);
  const { text, figure } = say;
  const lines = [
    text.design({
      coders: study.coders.length,
      lessons: study.lessons.length,
      twice: study.assignments.filter(({ coders }) => coders.length > 1).length,
      seed: study.seed,
      machine: study.showMachine ? text.machine.shown : text.machine.hidden,
    }),
    codebookText(codebooks, say),
    text.measures,
    ...pairs.map((pair) => pairText(pair, say)),
    ...(study.coders.length > 2
      ? (Object.entries(alphas) as [CodedField, Alpha][]).map(([field, { alpha, units: count }]) =>
          text.alpha({ name: text.fields[field], alpha: figure(alpha), count }),
        )
      : []),
    text.settled({
      settled: units.filter(({ settled }) => settled !== undefined).length,
      open: units.filter(({ final }) => final === undefined).length,
    }),
  ];
  return `${lines.join('\n\n')}\n`;
}

type Spoken = ReturnType<typeof spokenIn>;

function spokenIn(language: Language) {
  const words = language === 'en' ? en : es;
  const text = textsOf(en, () => ({ words, locale: usualLocales[language] }));
  // As tables of statistics have them, in every language.
  const figure = (value: number | null) => (value === null ? text.undefined : value.toFixed(2));
  return { text, figure };
}

function codebookText(codebooks: readonly Codebook[], { text }: Spoken): string {
  const each = [...new Set(codebooks)];
  const [only] = each;
  if (only === undefined) return text.noLesson;
  if (each.length === 1) return text.codebook({ title: only.title });
  const titles = each.map((one) =>
    text.lessonsOf({ title: one.title, lessons: codebooks.filter((book) => book === one).length }),
  );
  return text.codebooks({ titles: titles.join(', ') });
}

function pairText({ coders, lessons, questions, borders, ...kappas }: PairAgreement, say: Spoken): string {
  const { text, figure } = say;
  const [first, second] = coders;
  const { startSeconds, endSeconds } = borders;
  const of = (field: CodedField) => text.field({ name: text.fields[field], figures: kappaText(kappas[field], say) });
  return [
    text.pair({ first, second, lessons, ...questions }),
    ...(startSeconds === null || endSeconds === null
      ? []
      : [text.borders({ start: figure(startSeconds), end: figure(endSeconds) })]),
    `${of('label')}; ${of('subtype')}; ${of('askedBy')}.`,
  ].join(' ');
}

function kappaText({ units, agreement, kappa, low, high }: Kappa, { text, figure }: Spoken): string {
  if (agreement === null) return text.untold;
  return text.agreement({
    percent: (100 * agreement).toFixed(1),
    count: units,
    kappa: kappa === null ? text.noKappa : text.kappa({ kappa: figure(kappa), low: figure(low), high: figure(high) }),
  });
}
