import type { CodedField, CodedUnit, PairAgreement } from './agreement.ts';
import type { Alpha } from './alpha.ts';
import type { Kappa } from './kappa.ts';
import type { Study } from './study.ts';

const figure = (value: number | null) => (value === null ? 'not defined' : value.toFixed(2));
const names: Record<CodedField, string> = { label: 'OEQ or CEQ', subtype: 'subtype', askedBy: 'who asked' };

/** What a methods section says of the coding, with its figures. */
export function methodsText(
  study: Study,
  pairs: readonly PairAgreement[],
  alphas: Readonly<Record<CodedField, Alpha>>,
  units: readonly CodedUnit[],
): string {
  const twice = study.assignments.filter(({ coders }) => coders.length > 1).length;
  const open = units.filter(({ final }) => final === undefined).length;
  const settled = units.filter(({ settled }) => settled !== undefined).length;
  const machine = study.showMachine ? "They saw the machine's codes." : "They did not see the machine's codes.";
  const lines = [
    `${study.coders.length} people coded ${study.lessons.length} lessons. ${twice} lessons, drawn by the seed "${study.seed}", were coded by two people who did not see each other's codes. ${machine}`,
    'Codes are of the same question when they share at least half of the shorter one’s time. Kappa is Cohen’s (1960), without weights, its 95 % interval from the standard error of Fleiss, Cohen and Everitt (1969); alpha is Krippendorff’s (2011) for nominal codes. Intervals take questions for independent of each other, although some are of the same lesson.',
    ...pairs.map(pairText),
    ...(study.coders.length > 2
      ? (Object.entries(alphas) as [CodedField, Alpha][]).map(
          ([field, { alpha, units: many }]) =>
            `All coders, ${names[field]}: alpha ${figure(alpha)}, ${many} questions.`,
        )
      : []),
    `${settled} questions were settled in talk; ${open} disagreements are open.`,
  ];
  return `${lines.join('\n\n')}\n`;
}

function pairText({ coders, lessons, questions, borders, ...kappas }: PairAgreement): string {
  const { both, onlyFirst, onlySecond } = questions;
  const of = (field: CodedField) => `${names[field]}: ${kappaText(kappas[field])}`;
  return [
    `${coders.join(' and ')}, ${lessons} lessons in common: ${both} questions of both, ${onlyFirst} of ${coders[0]} alone, ${onlySecond} of ${coders[1]} alone.`,
    `Borders differed by ${figure(borders.startSeconds)} s at the start and ${figure(borders.endSeconds)} s at the end in the mean.`,
    `${of('label')}; ${of('subtype')}; ${of('askedBy')}.`,
  ].join(' ');
}

function kappaText({ units, agreement, kappa, low, high }: Kappa): string {
  if (agreement === null) return 'not coded by both';
  const percent = `${(100 * agreement).toFixed(1)} % agreement on ${units} questions`;
  return kappa === null
    ? `${percent}, kappa not defined`
    : `${percent}, kappa ${figure(kappa)}, 95 % interval ${figure(low)} to ${figure(high)}`;
}
