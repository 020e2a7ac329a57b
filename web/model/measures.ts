import { codeOf, counts, isDoubtful, type Label, type Question } from './code.ts';
import { type Codebook, type Subtype, subtypesIn } from './codebook.ts';

/** Wait time from which research reports better answers (docs/codebook.md). Seconds. */
export const goodWaitSeconds = 3;

type Asked = Pick<
  Question,
  | 'id'
  | 'start'
  | 'end'
  | 'label'
  | 'subtype'
  | 'language'
  | 'review'
  | 'waitTimeSeconds'
  | 'doubtful'
  | 'rejected'
  | 'askedBy'
>;

export interface Waits {
  /** The known ones, with the question that each is of. */
  readonly known: readonly { readonly id: string; readonly start: number; readonly seconds: number }[];
  readonly median: number | null;
  readonly mean: number | null;
  /** Of the known ones, those of `goodWaitSeconds` and more; null where none is known. */
  readonly longShare: number | null;
}

export interface ShareOf {
  readonly open: number;
  readonly all: number;
  /** null where nothing was asked. */
  readonly share: number | null;
}

export interface Measures {
  /** Questions that were hard to hear or may be answers, and that nobody has confirmed: they count in nothing else. */
  readonly doubtful: number;
  readonly whole: ShareOf;
  readonly thirds: readonly [ShareOf, ShareOf, ShareOf];
  readonly perMinute: number | null;
  readonly waits: Readonly<Record<Label, Waits>>;
  readonly waitedLongShare: number | null;
  /** How many questions of each subtype, in the codebook's order, those of earlier codebooks after them. */
  readonly subtypes: readonly (Subtype & { readonly count: number })[];
  /** Questions that have no subtype. */
  readonly withoutSubtype: number;
  /** The first of the longest runs of closed questions. */
  readonly closedRun: { readonly count: number; readonly from: Asked; readonly to: Asked } | null;
  readonly reviewed: number;
  /** By ISO 639-1, the languages in which something was asked. */
  readonly languages: ReadonlyMap<string, { readonly whole: ShareOf; readonly waits: Readonly<Record<Label, Waits>> }>;
}

/**
 * The figures of docs/codebook.md, counted here so that they follow each correction at once; a test holds them to be
 * those of the server.
 * @param asked in order of time
 */
export function measure(asked: readonly Asked[], durationSeconds: number, codebook: Codebook): Measures {
  const questions = asked.filter(counts);
  const thirdOf = ({ start }: Asked) =>
    durationSeconds <= 0 ? 0 : Math.min(2, Math.floor((3 * start) / durationSeconds));
  const inThird = (third: number) => shareOf(questions.filter((question) => thirdOf(question) === third));
  const waits = questions.flatMap(({ waitTimeSeconds }) => (waitTimeSeconds === null ? [] : [waitTimeSeconds]));
  return {
    doubtful: asked.filter(isDoubtful).length,
    whole: shareOf(questions),
    thirds: [inThird(0), inThird(1), inThird(2)],
    perMinute: durationSeconds > 0 ? questions.length / (durationSeconds / 60) : null,
    waits: { OEQ: waitsOf(questions, 'OEQ'), CEQ: waitsOf(questions, 'CEQ') },
    waitedLongShare:
      waits.length === 0 ? null : waits.filter((seconds) => seconds >= goodWaitSeconds).length / waits.length,
    subtypes: subtypesIn(codebook, questions).map((one) => ({
      ...one,
      count: questions.filter((question) => codeOf(question).subtype === one.key).length,
    })),
    withoutSubtype: questions.filter((question) => codeOf(question).subtype === undefined).length,
    closedRun: longestClosedRun(questions),
    reviewed: questions.filter(({ review }) => review !== undefined).length,
    languages: new Map(
      [...new Set(questions.map(({ language = 'en' }) => language))].sort().map((code) => {
        const own = questions.filter(({ language = 'en' }) => language === code);
        return [code, { whole: shareOf(own), waits: { OEQ: waitsOf(own, 'OEQ'), CEQ: waitsOf(own, 'CEQ') } }] as const;
      }),
    ),
  };
}

function shareOf(questions: readonly Asked[]): ShareOf {
  const open = questions.filter((question) => codeOf(question).label === 'OEQ').length;
  return { open, all: questions.length, share: questions.length === 0 ? null : open / questions.length };
}

function waitsOf(questions: readonly Asked[], label: Label): Waits {
  const known = questions.flatMap((question) =>
    question.waitTimeSeconds !== null && codeOf(question).label === label
      ? [{ id: question.id, start: question.start, seconds: question.waitTimeSeconds }]
      : [],
  );
  const sorted = known.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  const sum = sorted.reduce((total, seconds) => total + seconds, 0);
  return {
    known,
    median: upper === undefined || lower === undefined ? null : (upper + lower) / 2,
    mean: sorted.length === 0 ? null : sum / sorted.length,
    longShare:
      sorted.length === 0 ? null : sorted.filter((seconds) => seconds >= goodWaitSeconds).length / sorted.length,
  };
}

function longestClosedRun(questions: readonly Asked[]): Measures['closedRun'] {
  type Run = NonNullable<Measures['closedRun']>;
  let best: Run | null = null;
  let run: Run | null = null;
  for (const question of questions) {
    if (codeOf(question).label === 'OEQ') {
      run = null;
      continue;
    }
    const longer: Run = { count: (run?.count ?? 0) + 1, from: run?.from ?? question, to: question };
    if (best === null || longer.count > best.count) best = longer;
    run = longer;
  }
  return best;
}
