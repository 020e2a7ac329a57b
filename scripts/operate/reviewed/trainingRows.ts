import { normalised } from '../../../shared/coding/cache/codeCache.ts';
import { type Codebook, machineSubtypeOf } from '../../../shared/lessons/codebook.ts';
import {
  type CodedLanguage,
  codedLanguageOf,
  type Label,
  type Review,
  type Subtype,
} from '../../../shared/lessons/question.ts';

/** A line of a training file, as `npm run train` reads it. */
export interface TrainingRow {
  readonly question: string;
  /** absent: English */
  readonly language?: CodedLanguage;
  readonly label: Label;
  readonly subtype?: Subtype;
  readonly source: 'reviews';
  readonly coders: number;
  /** Share of the reviews of this question that gave the label. */
  readonly agree: number;
  readonly sure: boolean;
}

interface Reviewed {
  readonly siteId: string;
  readonly text: string;
  readonly language?: string | undefined;
  readonly review?: Review | undefined;
}

/**
 * One row for each question that people reviewed, however often and in whichever lessons it was asked. The label is the
 * one that most gave it, of two that are equal the newer; who reviewed is left out. A subtype of a site's own codebook is
 * the machine's that it stands for, and none where it stands for several or none.
 */
export function trainingRows(questions: Iterable<Reviewed>, codebookOf: (site: string) => Codebook): TrainingRow[] {
  const groups = new Map<string, { text: string; language: CodedLanguage; reviews: Given[] }>();
  for (const { siteId, text, review, ...asked } of questions) {
    const words = normalised(text);
    const language = codedLanguageOf(asked);
    if (review === undefined || words === '' || language === undefined) continue;
    const key = `${language} ${words}`;
    const group = groups.get(key) ?? { text, language, reviews: [] };
    const { label, at, subtype: said } = review;
    const subtype = said === undefined ? undefined : machineSubtypeOf(codebookOf(siteId), said);
    group.reviews.push({ label, at, ...(subtype === undefined ? {} : { subtype }) });
    groups.set(key, group);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => rowOf(group));
}

type Given = Pick<Review, 'label' | 'at'> & { readonly subtype?: Subtype };

interface Group {
  readonly text: string;
  readonly language: CodedLanguage;
  readonly reviews: readonly Given[];
}

function rowOf({ text: question, language, reviews }: Group): TrainingRow {
  const newest = reviews.toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const open = reviews.filter(({ label }) => label === 'OEQ').length;
  const label = open * 2 === reviews.length ? (newest[0]?.label ?? 'CEQ') : open * 2 > reviews.length ? 'OEQ' : 'CEQ';
  const agreeing = newest.filter((review) => review.label === label);
  const subtype = agreeing.find((review) => review.subtype !== undefined)?.subtype;
  const agree = Math.round((100 * agreeing.length) / reviews.length) / 100;
  return {
    question,
    ...(language === 'en' ? {} : { language }),
    label,
    ...(subtype === undefined ? {} : { subtype }),
    source: 'reviews',
    coders: reviews.length,
    agree,
    sure: agree === 1,
  };
}
