import type { Codebook } from '../lessons/codebook.ts';
import { type Alpha, krippendorffsAlpha } from './alpha.ts';
import { cohensKappa, type Kappa } from './kappa.ts';
import type { Coding, Settlement, UnitCode } from './study.ts';
import { type Unit, unitsOf } from './units.ts';

/** What is compared of two codes of the same stretch. */
export const codedFields = ['label', 'subtype', 'askedBy'] as const;
export type CodedField = (typeof codedFields)[number];

/** How two coders agree, over the lessons that both have coded. */
export interface PairAgreement {
  readonly coders: readonly [string, string];
  readonly lessons: number;
  /** Stretches that both, or one alone, took for a question. */
  readonly questions: { readonly both: number; readonly onlyFirst: number; readonly onlySecond: number };
  /** Mean distance, in seconds, of the borders of what both took for a question; null where there is none. */
  readonly borders: { readonly startSeconds: number | null; readonly endSeconds: number | null };
  readonly label: Kappa;
  readonly subtype: Kappa;
  readonly askedBy: Kappa;
}

/** A stretch of a lesson with what each coder said of it. */
export interface CodedUnit {
  readonly lessonId: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly text: string | undefined;
  readonly codes: readonly { readonly coder: string; readonly code: UnitCode | undefined }[];
  /** What those who coded it differ in; empty where it was coded once, or alike. `question`: whether it is one. */
  readonly differs: readonly ('question' | CodedField)[];
  readonly settled: Settlement | undefined;
  /** The code that counts: the settled one, else the one that all gave; undefined where they differ. */
  readonly final: UnitCode | undefined;
}

/** A lesson's finished codings, and what was settled of it. */
export interface CodedLesson {
  readonly lessonId: string;
  readonly codings: readonly Coding[];
  readonly settlements: readonly Settlement[];
  /** By which it was coded: its site's. */
  readonly codebook: Codebook;
}

/** The stretches of a lesson that anybody coded, in order of time. */
export function codedUnits({ lessonId, codings, settlements }: Omit<CodedLesson, 'codebook'>): CodedUnit[] {
  const lists: (readonly UnitCode[])[] = codings.map(({ codes }) => codes);
  // The last that was settled of a stretch counts: later ones come first, and one list holds a stretch once.
  const settledUnits = settlements.toReversed();
  return unitsOf(lists).map((unit) => {
    const codes = codings.map(({ coder }, place) => ({ coder, code: unit.codes.get(place) }));
    const settled = settledUnits.find((settlement) => unitsOf([[codeOf(unit)], [settlement]]).length === 1);
    const differs = differencesOf(codes.map(({ code }) => code));
    const [one] = unit.codes.values();
    return {
      lessonId,
      startSeconds: unit.span.start,
      endSeconds: unit.span.end,
      text: [...unit.codes.values()].find(({ text }) => text !== undefined)?.text,
      codes,
      differs,
      settled,
      final: settled ?? (differs.length === 0 ? one : undefined),
    };
  });
}

const codeOf = ({ span }: Unit): UnitCode => ({ startSeconds: span.start, endSeconds: span.end, label: 'none' });
const isQuestion = (code: UnitCode | undefined): code is UnitCode => code !== undefined && code.label !== 'none';

function differencesOf(codes: readonly (UnitCode | undefined)[]): CodedUnit['differs'] {
  const questions = codes.filter(isQuestion);
  if (questions.length > 0 && questions.length < codes.length) return ['question'];
  return codedFields.filter((field) => {
    const said = questions.flatMap((code) => code[field] ?? []);
    return new Set(said).size > 1;
  });
}

/**
 * A code as a category. Keys of subtypes mean something by their codebook alone: where a study has lessons of several,
 * the same key in two of them is two categories.
 */
function categoryOf(code: UnitCode, field: CodedField, codebook: Codebook, all: readonly Codebook[]) {
  const said = code[field];
  return field === 'subtype' && said !== undefined ? `${all.indexOf(codebook)} ${said}` : said;
}

/** The codebooks by which lessons were coded, each once. */
export const codebooksOf = (lessons: readonly Pick<CodedLesson, 'codebook'>[]): Codebook[] => [
  ...new Set(lessons.map(({ codebook }) => codebook)),
];

/** How each pair of coders agrees who have a lesson in common. */
export function pairAgreements(lessons: readonly CodedLesson[]): PairAgreement[] {
  const codebooks = codebooksOf(lessons);
  const coders = [...new Set(lessons.flatMap(({ codings }) => codings.map(({ coder }) => coder)))].sort();
  return coders.flatMap((first, place) =>
    coders.slice(place + 1).flatMap((second) => {
      const common = lessons.flatMap(({ codings, codebook }) => {
        const [a, b] = [first, second].map((name) => codings.find(({ coder }) => coder === name));
        return a === undefined || b === undefined ? [] : [{ lists: [a.codes, b.codes], codebook }];
      });
      return common.length === 0 ? [] : [pairAgreement([first, second], common, codebooks)];
    }),
  );
}

interface CodedTwice {
  readonly lists: readonly (readonly UnitCode[])[];
  readonly codebook: Codebook;
}

function pairAgreement(
  coders: readonly [string, string],
  lessons: readonly CodedTwice[],
  codebooks: readonly Codebook[],
): PairAgreement {
  const units = lessons.flatMap(({ lists, codebook }) =>
    unitsOf(lists).map(({ codes }) => [codes.get(0), codes.get(1), codebook] as const),
  );
  const both = units.flatMap(([a, b, codebook]) => (isQuestion(a) && isQuestion(b) ? [[a, b, codebook] as const] : []));
  const kappa = (field: CodedField) =>
    cohensKappa(
      both.flatMap(([a, b, codebook]) => {
        const [first, second] = [a, b].map((code) => categoryOf(code, field, codebook, codebooks));
        return first === undefined || second === undefined ? [] : [[first, second] as const];
      }),
    );
  const distance = (border: 'startSeconds' | 'endSeconds') =>
    both.length === 0 ? null : both.reduce((all, [a, b]) => all + Math.abs(a[border] - b[border]), 0) / both.length;
  return {
    coders,
    lessons: lessons.length,
    questions: {
      both: both.length,
      onlyFirst: units.filter(([a, b]) => isQuestion(a) && !isQuestion(b)).length,
      onlySecond: units.filter(([a, b]) => !isQuestion(a) && isQuestion(b)).length,
    },
    borders: { startSeconds: distance('startSeconds'), endSeconds: distance('endSeconds') },
    label: kappa('label'),
    subtype: kappa('subtype'),
    askedBy: kappa('askedBy'),
  };
}

/** How all coders agree, on what at least two of them took for a question. */
export function alphas(lessons: readonly CodedLesson[]): Record<CodedField, Alpha> {
  const codebooks = codebooksOf(lessons);
  const units = lessons.flatMap(({ codings, codebook }) =>
    unitsOf(codings.map(({ codes }) => codes)).map(({ codes }) => ({ codes, codebook })),
  );
  const of = (field: CodedField) =>
    krippendorffsAlpha(
      units.map(({ codes, codebook }) =>
        [...codes.values()].filter(isQuestion).flatMap((code) => categoryOf(code, field, codebook, codebooks) ?? []),
      ),
    );
  return { label: of('label'), subtype: of('subtype'), askedBy: of('askedBy') };
}
