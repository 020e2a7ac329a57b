import { closedSubtypes, openSubtypes } from '../../../shared/lessons/question.ts';
import { bootstrapInterval, type Interval } from './bootstrap.ts';
import { calibrationError, reliability } from './reliability.ts';
import { accuracy, type Judged, labelScore, macroF1, subtypeAccuracy, subtypeScore } from './scores.ts';

/** Tables are GitHub Markdown, which is read as well in a terminal as in a model card. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0), 3));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

export const three = (number: number): string => (Number.isFinite(number) ? number.toFixed(3) : '-');

const range = ({ low, high }: Interval): string => `${three(low)} to ${three(high)}`;

/** Accuracy, macro-F1, subtype accuracy and calibration error with 95 % bootstrap intervals. */
export function summaryTable(judged: readonly Judged[], groups?: readonly number[]): string {
  const measures: [string, (sample: readonly Judged[]) => number][] = [
    ['accuracy', accuracy],
    ['macro-F1', macroF1],
    ['subtype accuracy', subtypeAccuracy],
    ['expected calibration error', calibrationError],
  ];
  return table(
    ['measure', 'value', '95 % interval'],
    measures.map(([name, measure]) => {
      const interval = bootstrapInterval(judged, measure, groups ? { groups } : {});
      return [name, three(measure(judged)), range(interval)];
    }),
  );
}

export function labelTable(judged: readonly Judged[]): string {
  return table(
    ['label', 'questions', 'precision', 'recall', 'F1'],
    (['OEQ', 'CEQ'] as const).map((label) => {
      const { precision, recall, f1, count } = labelScore(judged, label);
      return [label, String(count), three(precision), three(recall), three(f1)];
    }),
  );
}

export function subtypeTable(judged: readonly Judged[]): string {
  const present = [...openSubtypes, ...closedSubtypes].filter((name) =>
    judged.some(({ truthSubtype }) => truthSubtype === name),
  );
  const rows = present.map((subtype) => {
    const own = judged.filter(({ truthSubtype }) => truthSubtype === subtype);
    const { precision, recall, f1, count } = subtypeScore(judged, subtype);
    return [subtype, String(count), three(precision), three(recall), three(f1), three(accuracy(own))];
  });
  return table(['subtype', 'questions', 'precision', 'recall', 'F1', 'label right'], rows);
}

export function confusionTable(judged: readonly Judged[]): string {
  const count = (truth: string, label: string) =>
    String(judged.filter((item) => item.truth === truth && item.label === label).length);
  return table(
    ['truth \\ coded', 'OEQ', 'CEQ'],
    ['OEQ', 'CEQ'].map((truth) => [truth, count(truth, 'OEQ'), count(truth, 'CEQ')]),
  );
}

export function reliabilityTable(judged: readonly Judged[]): string {
  return table(
    ['confidence', 'questions', 'mean confidence', 'right'],
    reliability(judged).map(({ from, to, count, confidence, accuracy: right }) => [
      `${from} to ${to}`,
      String(count),
      three(confidence),
      three(right),
    ]),
  );
}
